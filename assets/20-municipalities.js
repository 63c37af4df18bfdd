// The municipality list: a search that hides by CSS and never removes, and buttons that tick many boxes at once.
(function () {
  "use strict";

  function matches(label, words) {
    return label.textContent.toLocaleLowerCase("da").includes(words);
  }

  document.addEventListener("input", function (event) {
    if (event.target.id !== "filter-municipality-search") return;
    const words = event.target.value.trim().toLocaleLowerCase("da");
    document.querySelectorAll("#filter-municipality .form-check").forEach(function (item) {
      item.classList.toggle("not-found", !matches(item, words));
    });
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-codes]");
    if (!button) return;
    const codes = button.dataset.codes ? button.dataset.codes.split(",") : [];
    window.dash_clientside.set_props("filter-municipality", { value: codes });
  });

  // Escape closes the list and gives the focus back, as people expect of anything that opens.
  document.addEventListener("keydown", function (event) {
    const details = event.target.closest && event.target.closest("#filter-municipality-details[open]");
    if (event.key !== "Escape" || !details) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
})();
