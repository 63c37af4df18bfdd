// After a change of page: the title follows the heading, and a screen reader starts at the heading.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  trinvis: {
    // Run before the server answers, so that a new error is never cleared by its own change of address.
    clearError: function () {
      return null;
    },
    afterNavigation: function (heading) {
      window.requestAnimationFrame(function () {
        const title = document.querySelector("#page-heading h1");
        if (!title) return;
        document.title = title.textContent + " – Trinvis";
        if (window.trinvisPath !== undefined && window.trinvisPath !== window.location.pathname) {
          title.focus({ preventScroll: true });
          window.scrollTo(0, 0);
        }
        window.trinvisPath = window.location.pathname;
      });
      return window.dash_clientside.no_update;
    },
  },
});

// plotly draws charts as pictures without a text: the description beside them is what is read aloud.
(function () {
  "use strict";
  new MutationObserver(function () {
    document.querySelectorAll(".js-plotly-plot .main-svg:not([aria-hidden])").forEach(function (svg) {
      svg.setAttribute("aria-hidden", "true");
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
