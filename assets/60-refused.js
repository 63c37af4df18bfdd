// What a page asks for may be refused: without a session go to the login, or where it has to confirm who one is pass by
// it, and come back to where one was; else say the server's sentence, since a page that merely stands still looks like
// one that has no numbers.
(function () {
  "use strict";
  const ask = window.fetch;

  function say(sentence, number) {
    const text = number ? sentence + " (" + number + ")" : sentence;
    const note = { type: "Div", namespace: "dash_html_components", props: { children: text, className: "error-note" } };
    window.dash_clientside.set_props("error", { children: note });
  }

  async function tell(reply) {
    const said = await reply.clone().json().catch(() => ({}));
    if (said.error) say(said.error, said.incident);
  }

  window.fetch = async function () {
    const reply = await ask.apply(this, arguments);
    const at = new URL(reply.url, window.location.href);
    if (reply.ok || at.origin !== window.location.origin) return reply;
    if (reply.status === 401) {
      const here = window.location.pathname + window.location.search;
      const said = await reply.clone().json().catch(() => ({}));
      if (said.again && at.pathname === "/filer") return reply;  // the form says so: away from here its files are gone
      window.location.assign((said.again ? "/log-ind/igen" : "/log-ind") + "?next=" + encodeURIComponent(here));
    } else if (at.pathname === "/_dash-update-component") {
      await tell(reply);
    }
    return reply;
  };
})();
