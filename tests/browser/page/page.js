// A tab with one client. The tests talk to it by `window.tab`.
import { createClient } from "@cardea/client";

const query = new URLSearchParams(location.search);
const client = createClient({
  url: query.get("issuer") ?? location.origin,
  mode: query.get("mode"),
  storage: query.has("own") ? sessionStorage : undefined,
});
const states = [];
client.onChange((status) => states.push(status.state));

/** Asks until the server answers the user, as an app does that shows "You are offline". */
const untilAnswered = async () => {
  for (let tries = 1; ; tries++) {
    try {
      if (await client.user()) {
        return tries;
      }
      return "signed out";
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};

window.tab = { client, states, untilAnswered };
