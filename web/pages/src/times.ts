import { all } from "./dom.js";

const units: [Intl.RelativeTimeFormatUnit, number][] = [["day", 86400], ["hour", 3600], ["minute", 60]];

/** Writes times as the reader's own clock and language have them. */
export function showTimes(): void {
  const language = document.documentElement.lang;
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const time of all("time") as HTMLTimeElement[]) {
    const at = new Date(time.dateTime);
    time.title = exact.format(at);
    time.textContent = "relative" in time.dataset ? ago(at, relative) : exact.format(at);
  }
}

function ago(at: Date, format: Intl.RelativeTimeFormat): string {
  const seconds = (at.getTime() - Date.now()) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return format.format(Math.round(seconds / length), unit);
    }
  }

  return format.format(0, "minute");
}
