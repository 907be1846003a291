import uPlot from "uplot";

/** A line of a chart. */
export interface Line {
  values: (number | null)[];
  /** The element whose text colour the line has. */
  colour: Element;
}

const charts = new Map<HTMLElement, uPlot>();
const heights = { small: 72, wide: 150 };

/** Draws a chart, or redraws it with new values. The times are in seconds. */
export function draw(place: HTMLElement, times: number[], lines: Line[], label: string): void {
  forgetRemoved();
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", label);
  const data: uPlot.AlignedData = [times, ...lines.map((line) => line.values)];
  const chart = charts.get(place);
  if (chart === undefined) {
    charts.set(place, create(place, data, lines));
  } else {
    chart.setData(data);
  }
}

/** Draws all charts in the colours that the page has now. */
export function recolour(): void {
  charts.forEach((chart) => {
    chart.redraw();
  });
}

function create(place: HTMLElement, data: uPlot.AlignedData, lines: Line[]): uPlot {
  const isWide = lines.length > 1;
  const height = isWide ? heights.wide : heights.small;
  const soft = (): string => getComputedStyle(place).color;
  const axis = { stroke: soft, font: "12px system-ui", grid: { show: false }, ticks: { show: false } };
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height,
      padding: [6, 4, isWide ? 0 : 6, 4],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: (_, __, highest) => [0, Math.max(1, highest) * 1.05] } },
      axes: [
        { ...axis, show: isWide, size: 24, values: (_, splits) => splits.map((time) => clock.format(new Date(time * 1000))) },
        { ...axis, show: isWide, size: 44 },
      ],
      series: [
        {},
        ...lines.map((line) => ({
          stroke: () => getComputedStyle(line.colour).color,
          width: 2,
          points: { show: (): boolean => line.values.filter((value) => value !== null).length < 3, size: 5 },
        })),
      ],
    },
    data,
    place,
  );
  new ResizeObserver(() => {
    chart.setSize({ width: place.clientWidth, height });
  }).observe(place);
  return chart;
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });

function forgetRemoved(): void {
  charts.forEach((chart, place) => {
    if (!place.isConnected) {
      chart.destroy();
      charts.delete(place);
    }
  });
}
