import { CardeaError } from "@cardea/client";
import type { Words } from "./words.js";

/** What an element tells its reader before all else. */
export interface Notice {
  readonly text: string;
  readonly isError: boolean;
  /** The code of a failure. */
  readonly code?: string;
  /** The members of the request that the server refused. */
  readonly members?: readonly string[];
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number;
}

/** Says what went wrong. The server says in English what is wrong with a member; other languages have one sentence for each member. */
export const noticeOf = (error: unknown, words: Words): Notice => {
  if (!(error instanceof CardeaError)) {
    // The browser's own answer when nobody chose a passkey, or none fits.
    const isPasskey = error instanceof DOMException;
    return { text: words.say(isPasskey ? "passkey.failed" : "problem.unknown"), isError: true, code: isPasskey ? "passkey_failed" : "unknown" };
  }
  const errors = Object.entries((error.problem.errors ?? {}) as Readonly<Record<string, readonly string[]>>);
  const faults = errors.flatMap(([member, texts]) => (words.language === "en" ? texts : [words.find(`fault.${member}`) ?? texts.join(" ")]));
  const text = faults.length > 0 ? faults.join(" ") : (words.find(`problem.${error.code}`) ?? words.say("problem.unknown"));
  return {
    text,
    isError: true,
    code: error.code,
    members: errors.map(([member]) => member),
    ...(error.retryAfter && { retryAfter: error.retryAfter }),
  };
};
