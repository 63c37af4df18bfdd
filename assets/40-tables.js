// Tables are sent as one piece of text and built here: a thousand cells as Dash components take the browser minutes,
// since each of them listens to every change of the page.
(function () {
  "use strict";

  function cell(tag, text, scope, right) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (scope) made.scope = scope;
    if (right) made.className = "number";
    return made;
  }

  function row(cells, make) {
    const made = document.createElement("tr");
    cells.forEach(function (text, i) { made.appendChild(make(text, i)); });
    return made;
  }

  function build(place) {
    const content = JSON.parse(place.dataset.table);
    const right = new Set(content.numeric);
    const table = document.createElement("table");
    table.className = "table";
    table.createCaption().textContent = content.caption;
    const head = table.createTHead();
    head.appendChild(row(content.headings, function (text, i) { return cell("th", text, "col", right.has(i)); }));
    const body = table.createTBody();
    content.rows.forEach(function (texts) {
      body.appendChild(row(texts, function (text, i) {
        return i === 0 ? cell("th", text, "row", right.has(i)) : cell("td", text, "", right.has(i));
      }));
    });
    place.replaceChildren(table);
  }

  function buildIn(node) {
    if (node.nodeType !== 1) return;
    if (node.matches("[data-table]")) build(node);
    node.querySelectorAll("[data-table]").forEach(build);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") build(change.target);
      else change.addedNodes.forEach(buildIn);
    });
  }).observe(document.documentElement, {
    attributeFilter: ["data-table"], childList: true, subtree: true,
  });
})();
