/** A moment, on the clock that only counts and on the clock that people set. */
export interface Moment {
  /** Milliseconds of the monotonic clock of this page. */
  readonly count: number;
  /** Milliseconds since 1970, by this machine. Other pages of this machine have the same clock. */
  readonly wall: number;
}

/** How far the two clocks may drift apart. More means that the machine slept, or that somebody set the clock. */
const drift = 5_000;

export const now = (): Moment => ({ count: performance.now(), wall: Date.now() });

/**
 * Milliseconds since a moment. Infinity after a sleep or a jump of the clock, because nobody knows how long it took.
 * The server's clock is never asked.
 */
export const since = (then: Moment): number => {
  const { count, wall } = now();
  const passed = count - then.count;
  return Math.abs(wall - then.wall - passed) > drift ? Infinity : passed;
};

/** The moment that another page, or an earlier run, noted by the wall clock. One in the future is long ago. */
export const ofWall = (wall: number): Moment => {
  const here = now();
  return { count: wall > here.wall ? -Infinity : here.count - (here.wall - wall), wall };
};
