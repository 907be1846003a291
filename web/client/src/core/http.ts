import { CardeaError } from "./error.js";
import { json } from "./json.js";
import type { Problem } from "./types.js";

/** An answer that was read to its end. */
export interface Reply<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly retryAfter: number | null;
}

/** Reads an answer to its end. */
export const read = async <T>(answer: Response): Promise<Reply<T>> => {
  const text = await answer.text();
  const seconds = parseInt(answer.headers.get("Retry-After")!);
  // A proxy on the way may answer with a page.
  return { status: answer.status, body: json(text) as T, retryAfter: seconds >= 0 ? seconds : null };
};

export const codeOf = ({ body }: Reply): string | undefined => (body as Problem | undefined)?.code;

export const failure = (answer: Reply): CardeaError => {
  const problem = (answer.body ?? {}) as Problem;
  return new CardeaError(
    problem.code ?? "unexpected_answer",
    problem.detail ?? `Status ${answer.status}.`,
    undefined,
    answer.status,
    answer.retryAfter,
    problem,
  );
};
