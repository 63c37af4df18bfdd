// Tables are sent as one piece of text and built here: a thousand cells as Dash components take the browser minutes,
// since each of them listens to every change of the page.
(function () {
  "use strict";

  const SENTENCE = 24;  // signs; squeezed into a column of a phone it would make its row as high as the screen

  function cell(tag, text, scope, right) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (scope) made.scope = scope;
    if (right) made.className = "number";
    else if (text.length > SENTENCE) made.className = "sentence";
    return made;
  }

  function row(cells, make) {
    const made = document.createElement("tr");
    cells.forEach(function (text, i) { made.appendChild(make(text, i)); });
    return made;
  }

  // A closed table is fetched when it is opened, by whatever opens it; toggle does not bubble, so it is caught.
  function fetchIn(details) {
    details.querySelectorAll("[data-table-from]").forEach(function (place) {
      const from = place.dataset.tableFrom;
      if (place.dataset.fetched === from) return;
      place.dataset.fetched = from;
      fetch(from, { credentials: "same-origin" }).then(function (reply) {
        if (!reply.ok) throw new Error(String(reply.status));
        return reply.text();
      }).then(function (text) {
        if (place.dataset.tableFrom === from) place.dataset.table = text;
      }).catch(function () {
        delete place.dataset.fetched;
        place.textContent = place.dataset.tableFailed;
      });
    });
  }

  document.addEventListener("toggle", function (event) {
    if (event.target.open) fetchIn(event.target);
  }, true);

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
      if (change.attributeName === "data-table-from") change.target.closest("details[open]") && fetchIn(change.target.closest("details"));
      else if (change.type === "attributes") build(change.target);
      else change.addedNodes.forEach(buildIn);
    });
  }).observe(document.documentElement, {
    attributeFilter: ["data-table", "data-table-from"], childList: true, subtree: true,
  });
})();
