// When the session has ended, what a page asks for is refused: go to the login, and come back to where one was.
(function () {
  "use strict";
  const ask = window.fetch;
  window.fetch = async function () {
    const reply = await ask.apply(this, arguments);
    if (reply.status === 401 && new URL(reply.url).origin === window.location.origin) {
      const here = window.location.pathname + window.location.search;
      window.location.assign("/log-ind?next=" + encodeURIComponent(here));
    }
    return reply;
  };
})();
