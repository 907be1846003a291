import { contract, say } from "./dom.js";

interface Problem {
  code?: string;
  detail?: string;
  errors?: Record<string, string[]>;
}

/** A text in the language of the page. The server writes the texts of the passkeys on their forms. */
export function textOf(form: HTMLFormElement, key: string): string | undefined {
  return (JSON.parse(form.dataset["texts"]!) as Record<string, string>)[key];
}

/** What the server refused, for the reader of the page. */
export class Refusal extends Error {
  constructor(private readonly problem: Problem, private readonly retryAfter: number) {
    super(problem.code ?? "");
  }

  show(form: HTMLFormElement): void {
    const confirm = form.dataset["confirm"];
    if (this.problem.code === "reauthentication_required" && confirm !== undefined) {
      location.assign(confirm);
    } else {
      say(this.words(form));
    }
  }

  private words(form: HTMLFormElement): string {
    const { code, detail, errors } = this.problem;
    const faults = Object.entries(errors ?? {}).map(([member, texts]) => textOf(form, `fault.${member}`) ?? texts.join(" "));
    const text = faults.join(" ") || (textOf(form, `problem.${code ?? ""}`) ?? detail ?? textOf(form, "passkey.offline")!);
    if (!(this.retryAfter > 0) || code !== "too_many_attempts") {
      return text;
    }

    const pause = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "second", unitDisplay: "long" }).format(this.retryAfter);
    return `${text} ${textOf(form, "error.wait")!.replace("{0}", pause)}`;
  }
}

/** Asks the contract for something. */
export async function ask<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(contract(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => undefined);
  const json: unknown = await answer?.json().catch(() => undefined);
  if (answer?.ok !== true || json === undefined) {
    throw new Refusal(json ?? {}, Number(answer?.headers.get("Retry-After")));
  }

  return json as T;
}
