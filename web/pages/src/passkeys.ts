import { all, field, say } from "./dom.js";
import { ask, Refusal, textOf } from "./refusal.js";

interface Question {
  token: string;
  options: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON;
}

/** What the user answered, and the token of the question. The token belongs to this question alone: another may have been asked since. */
interface Reply {
  credential: Credential | null;
  token?: string;
}

/** What the browser must have: it reads and writes the options as JSON (Web Authentication, section 5.1.8). */
const isAble = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** The server forgets a question after five minutes. */
const renewal = 4 * 60_000;

// A browser answers one question at a time. A click ends the one that waits in the address field.
let waiting: AbortController | undefined;
// True while a user answers the question of a click.
let isAsking = false;
let offer: () => Promise<void> = () => Promise.resolve();

/** Lets people sign in, sign up and prove who they are by passkey. */
export function enhancePasskeys(): void {
  if (!isAble) {
    return;
  }

  for (const form of all("[data-passkey]") as HTMLFormElement[]) {
    const button = form.querySelector<HTMLButtonElement>("[data-passkey-button]");
    const use = actions[form.dataset["passkey"]!]!;
    form.hidden = false;
    if (button !== null) {
      button.hidden = false;
      button.addEventListener("click", () => void run(form, use, button.dataset["action"]));
    } else {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void run(form, use);
      });
    }
  }

  void offerInField();
  void tellManager();
}

const actions: Record<string, (form: HTMLFormElement) => Promise<Reply>> = {
  "sign-in": () => get(begin()),
  confirm: () => get(begin()),
  prove: () => get(begin()),
  "second-factor": async (form) => ({ credential: await getBy(JSON.parse(form.dataset["options"]!) as PublicKeyCredentialRequestOptionsJSON, begin()) }),
  "sign-up": (form) => create("/auth/register/passkey-options", { email: field(form, "email").value, invitation: optional(form, "invitation") }),
  enrol: (form) => create("/auth/passkeys/options", { enrolToken: field(form, "enrolToken").value, mailCode: optional(form, "mailCode") }),
  add: () => create("/auth/passkeys/options", {}),
};

const optional = (form: HTMLFormElement, name: string): string | undefined => (form.elements.namedItem(name) as HTMLInputElement | null)?.value;

async function run(form: HTMLFormElement, use: (form: HTMLFormElement) => Promise<Reply>, action?: string): Promise<void> {
  if (isAsking || (form.dataset["passkey"] === "sign-up" && !field(form, "email").reportValidity())) {
    return;
  }

  isAsking = true;
  try {
    const reply = await use(form);
    if (reply.credential !== null) {
      send(form, reply, action);
      return;
    }
  } catch (error) {
    if (error instanceof Refusal) {
      error.show(form);
    } else {
      say(textOf(form, "passkey.failed")!);
    }
  } finally {
    isAsking = false;
  }

  void offer();
}

function send(form: HTMLFormElement, { credential, token }: Reply, action?: string): void {
  field(form, "credential").value = JSON.stringify((credential as PublicKeyCredential).toJSON());
  if (token !== undefined) {
    ((form.elements.namedItem("passkeyToken") ?? form.elements.namedItem("token")) as HTMLInputElement).value = token;
  }

  // The box of the page counts for this way as well.
  const box = document.querySelector<HTMLInputElement>("input[type=checkbox][name=stay]");
  const stay = form.elements.namedItem("stay") as HTMLInputElement | null;
  if (box !== null && stay !== null && stay !== box) {
    stay.value = box.checked ? "true" : "";
  }

  if (action !== undefined) {
    form.action = action;
  }

  // The fields that a passkey replaces are empty, and need not be filled.
  form.noValidate = true;
  form.submit();
}

function begin(): AbortSignal {
  waiting?.abort();
  waiting = new AbortController();
  return waiting.signal;
}

async function get(signal: AbortSignal, mediation?: CredentialMediationRequirement): Promise<Reply> {
  const question = await ask<Question>("/auth/passkeys/sign-in/options", {});
  signal.throwIfAborted();
  return { credential: await getBy(question.options, signal, mediation), token: question.token };
}

function getBy(options: PublicKeyCredentialRequestOptionsJSON, signal: AbortSignal, mediation?: CredentialMediationRequirement): Promise<Credential | null> {
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    signal,
    ...(mediation === undefined ? {} : { mediation }),
  });
}

async function create(path: string, body: object): Promise<Reply> {
  const signal = begin();
  const question = await ask<Question>(path, body);
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question.options), signal });
  return { credential, token: question.token };
}

/** Offers the passkeys of this device where the address is typed (conditional mediation), for as long as the page is open. */
async function offerInField(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("[data-passkey=sign-in]");
  if (form === null || !(await PublicKeyCredential.isConditionalMediationAvailable())) {
    return;
  }

  let asked = 0;
  offer = async () => {
    asked = Date.now();
    const signal = begin();
    try {
      const reply = await get(signal, "conditional");
      if (reply.credential !== null && !signal.aborted) {
        send(form, reply);
      }
    } catch {
      // Nobody chose a passkey, a new question takes the place of this one, or the service is busy. The form is still there.
    }
  };
  // A page that nobody sees asks nothing. A device that slept asks when somebody looks at it.
  const renew = () => {
    if (document.visibilityState === "visible" && !isAsking && Date.now() - asked >= renewal) {
      void offer();
    }
  };
  document.addEventListener("visibilitychange", renew);
  setInterval(renew, renewal / 16);
  if (!isAsking) {
    await offer();
  }
}

/** Tells the password manager which passkeys still count, so that a removed one is offered no more (Web Authentication, section 5.1.10). */
async function tellManager(): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-passkeys]");
  if (list !== null && "signalAllAcceptedCredentials" in PublicKeyCredential) {
    const signal = PublicKeyCredential.signalAllAcceptedCredentials as (options: object) => Promise<void>;
    const ids = [...list.querySelectorAll<HTMLElement>("[data-passkey-id]")].map((item) => item.dataset["passkeyId"]!);
    await signal.call(PublicKeyCredential, { rpId: list.dataset["domain"]!, userId: list.dataset["user"]!, allAcceptedCredentialIds: ids }).catch(() => undefined);
  }
}
