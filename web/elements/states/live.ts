// The three elements with the server of this origin, in the mode of `?mode=`. The tests in a browser use this page.
import "../src/index.js";

const mode = new URLSearchParams(location.search).get("mode") ?? "bearer";
const events: { readonly type: string; readonly detail: unknown }[] = [];
Object.assign(window, { events });
for (const type of ["cardea-signed-in", "cardea-signed-out", "cardea-step", "cardea-error"] as const) {
  document.addEventListener(type, (event) => events.push({ type, detail: event.detail }));
}

const main = document.querySelector<HTMLElement>("#elements")!;
for (const tag of ["cardea-sign-in", "cardea-devices", "cardea-security"] as const) {
  const element = document.createElement(tag);
  element.setAttribute("url", "/");
  element.setAttribute("mode", mode);
  element.toggleAttribute("register", tag === "cardea-sign-in");
  main.append(element);
}
