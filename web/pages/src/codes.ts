import { all } from "./dom.js";

/** Moves a mailed code from the fragment of the address into the forms. The code stays in no history. */
export function moveCodes(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null || token === "") {
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
