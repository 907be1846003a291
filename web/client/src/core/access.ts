import { type Moment, since } from "./clock.js";

/** An access token in this page. In mode `cookie` the token is empty, and only its life is known. */
export interface Access {
  readonly token: string;
  /** Seconds. */
  readonly life: number;
  /** When its request was sent: its life counts from here, so it is never thought to live longer than it does. */
  readonly at: Moment;
  /** Rises with each token that this page learns of. */
  readonly serial: number;
}

/** Milliseconds that a token is still good for; minus infinity after a sleep or a jump of the clock. */
export const left = (access: Access): number => access.life * 1_000 - since(access.at);
