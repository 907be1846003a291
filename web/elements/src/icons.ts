import { svg, type SVGTemplateResult, html, type TemplateResult } from "lit";

const phone = svg`<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>`;
const tablet = svg`<rect x="4.5" y="2.5" width="15" height="19" rx="2"/><path d="M11 18.5h2"/>`;
const computer = svg`<rect x="3" y="4" width="18" height="12" rx="1.5"/><path d="M8.5 20h7M12 16v4"/>`;
const program = svg`<rect x="3" y="4.5" width="18" height="15" rx="1.5"/><path d="M7 9.5l3 2.5-3 2.5M12.5 15H16"/>`;

const systems: readonly (readonly [RegExp, SVGTemplateResult])[] = [
  [/iPad/, tablet],
  [/Android|iPhone|iOS/, phone],
  [/Windows|macOS|Linux|ChromeOS/, computer],
];

/** The picture of a device, by the name of its program, such as `Firefox on Windows`. */
export const iconOf = (userAgent: string | null): TemplateResult => html`
  <svg class="cardea-icon" viewBox="0 0 24 24" width="32" height="32" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">${systems.find(([names]) => names.test(userAgent ?? ""))?.[1] ?? program}</svg>`;
