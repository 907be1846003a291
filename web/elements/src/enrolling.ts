import { enrolment } from "@cardea/client/account";
import { enrolPasskey } from "@cardea/client/passkeys";
import type { CardeaSignIn } from "./sign-in.js";

type Submit = (event: SubmitEvent) => void;

/** Mails the code that the first step of an enrolment needs. */
export const mailEnrolmentCode = (host: CardeaSignIn): Submit =>
  host.submits(async (client) => {
    if (host.step.name === "enrolment") {
      await enrolment.sendCode(client, host.step.enrolToken);
      host.go({ ...host.step, isMailed: true });
    }
  });

/** Begins with an authenticator app. */
export const enrolApp = (host: CardeaSignIn): Submit =>
  host.submits(async (client, field) => {
    if (host.step.name === "enrolment") {
      const { enrolToken } = host.step;
      host.go({ name: "authenticator", enrolToken, offer: await enrolment.begin(client, enrolToken, field("mailCode") || undefined) });
    }
  });

/** Adds the app, and signs in. */
export const confirmApp = (host: CardeaSignIn): Submit =>
  host.submits(async (client, field) => {
    if (host.step.name === "authenticator") {
      host.goOn(await enrolment.confirm(client, host.step.enrolToken, field("code").replaceAll(" ", ""), host.staying));
    }
  });

/** Adds a passkey, and signs in. */
export const enrolByPasskey = (host: CardeaSignIn, label: string): void => {
  const { step } = host;
  const mailCode = host.querySelector<HTMLInputElement>("input[name=mailCode]");
  if (step.name === "enrolment" && (mailCode?.reportValidity() ?? true)) {
    void host.run(async (client) => host.goOn(await enrolPasskey(client, { enrolToken: step.enrolToken, ...host.staying, ...(mailCode && { mailCode: mailCode.value }) })), label);
  }
};
