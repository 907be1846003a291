import { Follower } from "./follow.js";
import { showTimes } from "./times.js";

/** Why a session ended whose token was used twice: the sign-in page says what that means. */
const reused = "refresh_token_reused";

/** Follows the list of the user's devices. A device that was signed out elsewhere shows it at once. */
export function followDevices(): void {
  const list = document.querySelector<HTMLElement>("[data-live]");
  if (list === null) {
    return;
  }

  const follower = new Follower("/auth/live", {
    sessions: () => void reload(list),
    ended: (data) => {
      follower.stop();
      void leave(list, data);
    },
  });
  // A form leads away from here, and may end this very session: that is no news from elsewhere.
  document.addEventListener("submit", () => follower.stop());
}

// This browser may have signed in again in another tab: then the list of the new session belongs here. The event may come before the
// answer that brings the new cookies.
async function leave(list: HTMLElement, data: string): Promise<void> {
  for (const pause of [0, 300, 700]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => undefined);
    if (answer?.ok === true && !answer.redirected) {
      location.reload();
      return;
    }
  }

  const { reason } = JSON.parse(data) as { reason?: string };
  location.replace(`${list.dataset["signIn"]!}?${reason === reused ? `error=${reused}` : "done=ended"}`);
}

async function reload(list: HTMLElement): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (answer.redirected || !answer.ok) {
    location.reload();
    return;
  }

  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("devices");
  // A form that somebody fills in stays as it is.
  if (fresh !== null && list.querySelector("details[open]") === null) {
    list.replaceChildren(...fresh.children);
    for (const id of ["replays", "end-others"]) {
      document.getElementById(id)?.replaceChildren(...(page.getElementById(id)?.children ?? []));
    }
    showTimes();
  }
}
