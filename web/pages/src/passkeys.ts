import { all, contract, field, say } from "./dom.js";

interface Question {
  token: string;
  options: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON;
}

/** What the browser must have: it reads and writes the options as JSON (Web Authentication, section 5.1.8). */
const isAble = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

// A browser answers one question at a time. A click ends the one that waits in the address field.
let waiting: AbortController | undefined;

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

const actions: Record<string, (form: HTMLFormElement) => Promise<Credential | null>> = {
  "sign-in": (form) => get(form),
  confirm: (form) => get(form),
  "second-factor": (form) => getBy(JSON.parse(form.dataset["options"]!) as PublicKeyCredentialRequestOptionsJSON),
  "sign-up": (form) => create(form, "/auth/register/passkey-options", { email: field(form, "email").value, invitation: optional(form, "invitation") }),
  enrol: (form) => create(form, "/auth/passkeys/options", { enrolToken: field(form, "enrolToken").value, mailCode: optional(form, "mailCode") }),
  add: (form) => create(form, "/auth/passkeys/options", {}),
};

const optional = (form: HTMLFormElement, name: string): string | undefined => (form.elements.namedItem(name) as HTMLInputElement | null)?.value;

async function run(form: HTMLFormElement, use: (form: HTMLFormElement) => Promise<Credential | null>, action?: string): Promise<void> {
  if (form.dataset["passkey"] === "sign-up" && !field(form, "email").reportValidity()) {
    return;
  }

  try {
    const credential = await use(form);
    if (credential !== null) {
      send(form, credential, action);
    }
  } catch (error) {
    if (error instanceof Refusal) {
      error.show(form);
    } else {
      say(form.dataset["failed"]!);
    }
  }
}

function send(form: HTMLFormElement, credential: Credential, action?: string): void {
  field(form, "credential").value = JSON.stringify((credential as PublicKeyCredential).toJSON());
  if (action !== undefined) {
    form.action = action;
  }

  // The fields that a passkey replaces are empty, and need not be filled.
  form.noValidate = true;
  form.submit();
}

async function get(form: HTMLFormElement, mediation?: CredentialMediationRequirement): Promise<Credential | null> {
  const question = await ask("/auth/passkeys/sign-in/options", {});
  field(form, "token").value = question.token;
  return getBy(question.options, mediation);
}

function getBy(options: PublicKeyCredentialRequestOptionsJSON, mediation?: CredentialMediationRequirement): Promise<Credential | null> {
  waiting?.abort();
  waiting = new AbortController();
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    signal: waiting.signal,
    ...(mediation === undefined ? {} : { mediation }),
  });
}

async function create(form: HTMLFormElement, path: string, body: object): Promise<Credential | null> {
  const question = await ask(path, body);
  field(form, "token").value = question.token;
  waiting?.abort();
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question.options) });
}

/** Offers the passkeys of this device where the address is typed (conditional mediation). */
async function offerInField(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("[data-passkey=sign-in]");
  if (form === null || !(await PublicKeyCredential.isConditionalMediationAvailable())) {
    return;
  }

  try {
    const credential = await get(form, "conditional");
    if (credential !== null) {
      send(form, credential);
    }
  } catch {
    // Nobody chose a passkey, or the service is busy. The form is still there.
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

async function ask(path: string, body: object): Promise<Question> {
  const answer = await fetch(contract(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const json = (await answer.json()) as Question & { code: string; detail: string; errors?: Record<string, string[]> };
  if (!answer.ok) {
    throw new Refusal(json.code, Object.values(json.errors ?? {}).flat().join(" ") || json.detail);
  }

  return json;
}

class Refusal extends Error {
  constructor(private readonly code: string, text: string) {
    super(text);
  }

  show(form: HTMLFormElement): void {
    const confirm = form.dataset["confirm"];
    if (this.code === "reauthentication_required" && confirm !== undefined) {
      location.assign(confirm);
    } else {
      say(this.message);
    }
  }
}
