/** A sign-in with a provider that failed comes back with its code in the fragment, which no server sees. The page has the words for it. */
export function moveErrors(): void {
  const code = new URLSearchParams(location.hash.slice(1)).get("error");
  if (code !== null) {
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.set("error", code);
    location.replace(address);
  }
}
