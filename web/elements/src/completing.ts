import { completeSignIn } from "@cardea/client/providers";
import type { CardeaSignIn } from "./sign-in.js";

/** Gives a sign-in with a provider what it needs. */
export const complete = (host: CardeaSignIn, what: "email" | "code" | "password" | "takeOver"): ((event: SubmitEvent) => void) =>
  host.submits(async (client, field) => {
    const { step } = host;
    if (step.name !== "email" && step.name !== "prove") {
      return;
    }
    const value = field(what);
    const answer = what === "email" ? { email: value } : what === "code" ? { code: value.trim() } : what === "password" ? { password: value } : { takeOver: true as const };
    const result = await completeSignIn(client, step.externalToken, answer);
    if (result.next === "wait" && step.name === "email") {
      host.go({ ...step, isMailed: true });
    } else {
      host.goOn(result);
    }
  });
