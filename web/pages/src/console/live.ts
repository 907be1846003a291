import { all } from "../dom.js";
import { Follower } from "../follow.js";
import { showTimes } from "../times.js";
import { draw, recolour } from "./chart.js";
import { ofAllNodes, ofNode, type Figures, type Node } from "./figures.js";

const language = document.documentElement.lang;
const whole = new Intl.NumberFormat(language);
const seconds = new Intl.NumberFormat(language, { style: "unit", unit: "second", unitDisplay: "narrow", minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Follows the figures of all nodes. */
export function followFigures(): void {
  const status = document.querySelector<HTMLElement>("[data-figures]");
  if (status === null) {
    return;
  }

  const follower = new Follower(
    "/admin/live",
    {
      statistics: (data) => {
        say(status, "fresh");
        void show(JSON.parse(data) as Figures);
      },
    },
    () => say(status, "lost"),
  );
  // A form leads away from here, and may end this very session.
  document.addEventListener("submit", () => follower.stop());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
}

function say(status: HTMLElement, state: "fresh" | "lost"): void {
  if (status.dataset["state"] !== state) {
    status.dataset["state"] = state;
    status.setAttribute("role", "status");
    status.textContent = status.dataset[state]!;
  }
}

async function show(figures: Figures): Promise<void> {
  const times = figures.minutes.map((minute) => Date.parse(minute.at) / 1000);
  for (const [name, valueOf] of Object.entries(ofAllNodes)) {
    const values = figures.minutes.map(valueOf);
    showFigure(`main > .cardea-figures [data-figure="${name}"]`, times, values, name === "sessions" ? figures.sessions : sum(values));
  }

  showRefreshes(figures, times);
  await keepNodes(figures.nodes);
  figures.nodes.forEach((node) => {
    showNode(node, times);
  });
  for (const api of figures.resourceApis) {
    showApi(api);
  }
}

function showFigure(selector: string, times: number[], values: (number | null)[], value: number | null, format = whole): void {
  const figure = document.querySelector<HTMLElement>(selector);
  if (figure === null) {
    return;
  }

  write(figure, "[data-number]", value === null ? "–" : format.format(value));
  const place = figure.querySelector<HTMLElement>("[data-chart]")!;
  draw(place, times, [{ values, colour: figure.querySelector("[data-number]")! }], labelOf(values, format));
}

function showRefreshes(figures: Figures, times: number[]): void {
  const outcomes = all('[data-figure="refreshes"] [data-outcome]');
  const lines = outcomes.map((outcome) => {
    const values = figures.minutes.map((minute) => minute.refreshes[outcome.dataset["outcome"]!]!);
    write(outcome, "[data-number]", whole.format(sum(values)));
    return { values, colour: outcome.querySelector("dt")! };
  });
  draw(document.querySelector<HTMLElement>('[data-figure="refreshes"] [data-chart]')!, times, lines, labelOf(lines.flatMap((line) => line.values), whole));
}

// The server writes the nodes, so nodes that come and go are in its words.
async function keepNodes(nodes: Node[]): Promise<void> {
  const list = document.getElementById("nodes")!;
  if (list.dataset["nodes"] === nodes.map((node) => node.id).join(" ")) {
    return;
  }

  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("nodes");
  if (fresh !== null) {
    list.dataset["nodes"] = fresh.dataset["nodes"];
    list.replaceChildren(...fresh.children);
    showTimes();
  }
}

function showNode(node: Node, times: number[]): void {
  const minutes = new Map(node.minutes.map((minute) => [Date.parse(minute.at) / 1000, minute]));
  for (const [name, valueOf] of Object.entries(ofNode)) {
    const values = times.map((time) => {
      const minute = minutes.get(time);
      return minute === undefined ? null : valueOf(minute);
    });
    showFigure(`[data-node="${node.id}"] [data-figure="${name}"]`, times, values, valueOf(node), name === "revocationLag" ? seconds : whole);
  }
}

function showApi(api: Figures["resourceApis"][number]): void {
  const row = all("[data-api]").find((candidate) => candidate.dataset["api"] === api.name);
  if (row !== undefined) {
    write(row, "[data-streams]", whole.format(api.streams));
    write(row, "[data-age]", api.age === null ? row.dataset["never"]! : seconds.format(api.age));
  }
}

function labelOf(values: (number | null)[], format: Intl.NumberFormat): string {
  return document.querySelector<HTMLElement>("[data-chart-label]")!.dataset["chartLabel"]!.replace("{0}", format.format(Math.max(0, ...values.map((value) => value ?? 0))));
}

function write(parent: HTMLElement, selector: string, text: string): void {
  parent.querySelector(selector)!.textContent = text;
}

function sum(values: (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
