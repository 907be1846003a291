import { contract } from "./dom.js";

/** What a sign-in with a provider may still need. The page for it asks the server, which knows what this browser began. */
const unfinished = ["mfa_required", "enrolment_required", "link_required", "email_required", "proof_required"];

/** A sign-in with a provider that is not finished comes back with its code in the fragment, which no server sees. */
export function moveErrors(): void {
  const code = new URLSearchParams(location.hash.slice(1)).get("error");
  if (code === null) {
    return;
  }

  // A signed-in user stays on the page: the user wanted to link an account.
  const page = document.querySelector("nav") === null ? contract("/account/sign-in") : location.pathname;
  const address = new URL(unfinished.includes(code) ? contract("/account/external") : page, location.href);
  const back = new URL(location.href).searchParams.get("return");
  address.searchParams.set("error", code);
  if (back !== null) {
    address.searchParams.set("return", back);
  }

  location.replace(address);
}
