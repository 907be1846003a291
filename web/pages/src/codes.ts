import { all } from "./dom.js";

/** Moves a mailed code from the fragment of the address into the forms. The code stays in no history. */
export function moveCodes(): void {
  // Some mail programs end a link with a full stop or a bracket.
  const token = /^[\w-]+/.exec(new URLSearchParams(location.hash.slice(1)).get("token") ?? "")?.[0];
  if (token === undefined) {
    return;
  }

  history.replaceState(null, "", location.pathname + location.search);
  for (const place of all("[data-token-field]")) {
    place.querySelector("input")!.value = token;
    place.hidden = true;
  }

  for (const output of all("[data-token-output]")) {
    output.textContent = token;
  }

  all("[data-with-token]").forEach((part) => (part.hidden = false));
  all("[data-without-token]").forEach((part) => (part.hidden = true));
}

/** Takes another link that somebody opens in the tab of an earlier one: only the fragment changes, so the browser loads nothing. */
export function takeCodesLater(): void {
  window.addEventListener("hashchange", () => {
    if (document.querySelector("[data-token-field], [data-token-output]") === null && location.hash.startsWith("#token=")) {
      // This page has no place for the code. The one that a browser gets from the same address has it.
      location.replace(`${location.pathname}?again${location.hash}`);
    } else {
      moveCodes();
    }
  });
}
