import { all } from "./dom.js";

/** Counts the seconds of a pause down. The form that was refused can be sent again when it is over; all others wait for nothing. */
export function countDown(): void {
  for (const notice of all("[data-retry-after]:not([data-retry-after=\"\"])")) {
    const text = notice.querySelector<HTMLElement>(".cardea-countdown");
    const end = Date.now() + Number(notice.dataset["retryAfter"]) * 1000;
    if (text === null || !Number.isFinite(end)) {
      continue;
    }

    const buttons = refused(notice.dataset["sent"] ?? "");
    const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second", unitDisplay: "long" });
    const words = text.textContent;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      buttons.forEach((button) => (button.disabled = left > 0));
      if (left <= 0) {
        notice.remove();
        clearInterval(timer);
      } else if (left < 90) {
        text.textContent = words.replace(/\d+\s\p{L}+/u, format.format(left));
      }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
}

// A page that answers a form has the address that the form was sent to. Forms with one address differ in their fields.
function refused(sent: string): HTMLButtonElement[] {
  const names = sent.split(" ").filter((name) => name !== "");
  if (names.length === 0) {
    return [];
  }

  return [...document.forms].flatMap((form) =>
    ([...form.elements] as HTMLElement[]).filter(
      (element): element is HTMLButtonElement =>
        element instanceof HTMLButtonElement &&
        element.type === "submit" &&
        new URL(element.getAttribute("formaction") ?? form.getAttribute("action")!, location.href).pathname === location.pathname &&
        names.every((name) => form.elements.namedItem(name) !== null),
    ),
  );
}
