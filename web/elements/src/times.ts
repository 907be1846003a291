import { html, type TemplateResult } from "lit";

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** How long ago a time is, in words. */
export const ago = (at: Date, language: string, now = Date.now()): string => {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const seconds = (at.getTime() - now) / 1_000;
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute" as const, Infinity];
  return format.format(Math.round(seconds / length) || 0, unit);
};

/** A time as the reader's own clock and language have it. */
export const timeOf = (iso: string, language: string, relative = false): TemplateResult => {
  const at = new Date(iso);
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
  return html`<time datetime=${iso} title=${exact}>${relative ? ago(at, language) : exact}</time>`;
};
