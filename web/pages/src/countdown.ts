import { all } from "./dom.js";

/** Counts the seconds of a pause down, and lets the form be sent when it is over. */
export function countDown(): void {
  for (const notice of all("[data-retry-after]:not([data-retry-after=\"\"])")) {
    const text = notice.querySelector<HTMLElement>(".cardea-countdown");
    const buttons = document.querySelectorAll<HTMLButtonElement>("main form button:not([type=button])");
    const end = Date.now() + Number(notice.dataset["retryAfter"]) * 1000;
    if (text === null || !Number.isFinite(end)) {
      continue;
    }

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
