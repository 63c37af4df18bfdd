// The form for files. What is found stands below it; after a load the page is fetched anew with the new numbers.
(function () {
  "use strict";
  const KEPT = "trinvis-report";

  function made(tag, properties, children) {
    const element = Object.assign(document.createElement(tag), properties);
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  function field(id, label, control) {
    control.id = id;
    return made("div", { className: "field" }, [made("label", { htmlFor: id, textContent: label }), control]);
  }

  function select(name, options) {
    return made("select", { className: "form-select", name: name }, options.map(function (option) {
      return made("option", { value: option[0], textContent: option[1] });
    }));
  }

  // Only what a report asks for: how a file is to be read that can be read in two ways.
  function asked(words) {
    return made("details", { className: "upload-asked" }, [
      made("summary", { textContent: words.asked }),
      made("div", { className: "upload-form" }, words.choices.map(function (choice) {
        return field("upload-" + choice[0], choice[1], select(choice[0], choice[2]));
      })),
    ]);
  }

  // Indented lines belong to the file above them.
  function show(place, words, lines, ok) {
    const list = made("ul", { className: "report" }, lines.map(function (line) {
      return made("li", { className: line.startsWith("  ") ? "detail" : "", textContent: line.trim() });
    }));
    place.replaceChildren(made("h3", { textContent: words.report }), list);
    place.className = ok ? "upload-result" : "upload-result fault";
  }

  function build(place) {
    const words = JSON.parse(place.dataset.upload);
    const result = made("div", { tabIndex: -1, className: "upload-result" });
    result.setAttribute("role", "status");
    const buttons = [["proev", words.check, "btn-outline-secondary"], ["indlaes", words.load, "btn-primary"]];
    const form = made("form", { className: "upload-form" }, [
      field("upload-files", words.files,
        made("input", { type: "file", name: "filer", multiple: true, className: "form-control", required: true })),
      field("upload-municipality", words.municipality, select("kommune", [["", words.inFile]].concat(words.places))),
      field("upload-as-of", words.asOf, made("input", { type: "date", name: "pr", className: "form-control" })),
      asked(words),
      made("div", { className: "filter-buttons" }, buttons.map(function (b) {
        return made("button", { type: "submit", value: b[0], textContent: b[1], className: "btn " + b[2] });
      })),
    ]);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      send(form, event.submitter.value, words, result);
    });
    place.replaceChildren(form, result);
    const kept = sessionStorage.getItem(KEPT);
    if (kept) show(result, words, JSON.parse(kept), true);
    sessionStorage.removeItem(KEPT);
  }

  async function send(form, what, words, result) {
    const content = new FormData(form);
    content.append("hvad", what);
    form.querySelectorAll("button").forEach(function (b) { b.disabled = true; });
    result.className = "upload-result";
    result.textContent = words.working;
    try {
      const reply = await fetch("/filer", { method: "POST", body: content, headers: { "X-Trinvis": "1" } });
      const said = await reply.json();
      if (said.loaded) {
        sessionStorage.setItem(KEPT, JSON.stringify(said.lines));
        window.location.assign(window.location.pathname);  // without the filters: there may be other choices now
        return;
      }
      show(result, words, said.lines || [said.error], said.ok);
      // A sentence that asks names the answer as the terminal writes it, --leveret-foer, and as it is called here.
      if (!said.ok && (said.lines || []).some(function (line) { return line.includes(" --"); })) {
        form.querySelector(".upload-asked").open = true;
      }
    } catch (error) {
      show(result, words, [words.failed], false);
    }
    form.querySelectorAll("button").forEach(function (b) { b.disabled = false; });
    result.focus();
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.nodeType !== 1) return;
        if (node.matches("[data-upload]")) build(node);
        node.querySelectorAll("[data-upload]").forEach(build);
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
