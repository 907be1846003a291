import { CardeaError, type Client, type SignInResult, type Status } from "@cardea/client";
import { forgotPassword, requestLink } from "@cardea/client/account";
import { signInWithPasskey, signInWithSecondPasskey, signUpWithPasskey, supportsPasskeys } from "@cardea/client/passkeys";
import { confirmLink, listProviders, type Provider, type ProviderResult, remembers, signInWith } from "@cardea/client/providers";
import { html } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { CardeaElement } from "./element.js";
import type { CardeaSignedInDetail } from "./events.js";
import { PasskeyOffer } from "./passkey-offer.js";
import { finishOnce } from "./returns.js";
import { codeIn, staysSignedIn, type Step, stepAfter, titles } from "./steps.js";
import { stepView } from "./step-views.js";

/** What {@link CardeaSignIn.without} can leave out. */
export type SignInPart = "forgot" | "link" | "passkey";

/**
 * Signs in and up.
 *
 * @fires cardea-signed-in - The user has signed in here: `sessionId`, and `notices` such as `password_breached`.
 * @fires cardea-signed-out - The user has signed out here, or the session ended.
 * @fires cardea-step - Another step is shown: `step`.
 * @fires cardea-error - Something went wrong: `code`, `status`, `retryAfter`.
 */
export class CardeaSignIn extends CardeaElement {
  static override properties = { ...CardeaElement.properties, register: { type: Boolean }, providers: { type: Boolean }, without: {}, device: {}, returnUrl: { attribute: "return-url" } };

  /** Lets people sign up. */
  declare register: boolean;
  /** Offers the providers of the server. */
  declare providers: boolean;
  /** What to leave out, separated by spaces: `forgot`, `link`, `passkey`. */
  declare without: string | null;
  /** The name of this device in the list of sessions. */
  declare device: string | null;
  /** Where a provider sends the browser back to. Default: this page. */
  declare returnUrl: string | null;

  step: Step = { name: "sign-in" };
  offered: readonly Provider[] = [];
  /** The address that the user typed, for the next step. */
  email = "";
  /** False if the session ends with the browser. Only in mode `cookie`. */
  stays = true;
  /** The address of the signed-in user. */
  signedInAs = "";
  #pendingLink: Extract<Step, { name: "link-account" }> | null = null;
  readonly #offer = new PasskeyOffer();
  #wasSignedIn = false;
  #greeted: Client | null = null;
  /** What the event of the sign-in will say. */
  #entered: CardeaSignedInDetail | null = null;

  has(part: SignInPart): boolean {
    return !(this.without ?? "").split(/\s+/).includes(part) && (part !== "passkey" || supportsPasskeys());
  }

  get isSignedIn(): boolean {
    return this.status.state === "signedIn";
  }

  /** False while nobody knows if there is a session, and while the server can't be reached. */
  get isSignedOut(): boolean {
    return this.status.state === "signedOut";
  }

  get isOffline(): boolean {
    return this.status.state === "offline";
  }

  protected override follow({ state }: Status, client: Client): void {
    if (state === "signedIn") {
      this.#wasSignedIn = true;
      this.#offer.end();
      void this.#readUser(client);
    } else if (state === "signedOut") {
      if (this.#wasSignedIn) {
        this.#wasSignedIn = false;
        this.signedInAs = "";
        this.step = { name: "sign-in" };
        this.emit("cardea-signed-out", { reason: null });
      }
      void this.#begin(client);
    }
  }

  protected override pause(): void {
    this.#offer.end();
  }

  protected override view(): unknown {
    const { step } = this;
    const isDone = this.isSignedIn && !staysSignedIn.includes(step.name);
    const title = isDone ? "signed-in.title" : this.isSignedOut || this.isSignedIn ? titles[step.name] : "sign-in.title";
    return html`<div class="cardea-narrow">
      <h2 class="cardea-title" tabindex="-1">${this.say(title)}</h2>
      ${this.showNotice()} ${keyed(isDone ? "done" : `${step.name} ${"isMailed" in step && step.isMailed ? "mailed" : ""}`, stepView(this, isDone))}
    </div>`;
  }

  /** Shows another step. */
  go(step: Step): void {
    this.step = step;
    this.strengths.clear();
    this.focusStep();
    this.#offer.end();
    this.emit("cardea-step", { step: step.name });
    if (step.name === "sign-in" && this.client) {
      void this.#offerInField(this.client);
    }
    this.requestUpdate();
  }

  /** Shows another step because the user asked for it. What went wrong before is no matter any more. */
  turnTo(name: "sign-in" | "sign-up" | "forgot-password" | "link"): void {
    const field = this.querySelector<HTMLInputElement>("input[name=email]");
    this.email = field?.value ?? this.email;
    this.notice = this.notice?.retryAfter ? this.notice : null;
    this.go({ name });
  }

  signIn = this.submits(async (client, field) => {
    this.email = field("email");
    this.goOn(await client.signIn({ email: this.email, password: field("password"), ...this.#naming(), ...this.staying }));
  });

  signUp = this.submits(async (client, field) => {
    this.email = field("email");
    this.goOn(await client.signUp({ email: this.email, password: field("password"), ...this.#naming(), ...this.staying }));
  });

  signUpByPasskey(label: string): void {
    const field = this.querySelector<HTMLInputElement>("input[name=email]");
    if (field?.reportValidity()) {
      this.email = field.value;
      void this.run(async (client) => this.goOn(await signUpWithPasskey(client, { email: this.email, ...this.#naming(), ...this.staying })), label);
    }
  }

  usePasskey = this.submits(async (client) => {
    this.#offer.end();
    this.goOn(await signInWithPasskey(client, { ...this.#naming(), ...this.staying }));
  });

  useProvider(name: string, label: string): void {
    void this.run((client) => signInWith(client, name, { ...this.staying, ...(this.returnUrl && { returnUrl: this.returnUrl }) }), label);
  }

  askForLink = this.submits(async (client, field) => {
    this.email = field("email");
    this.go({ name: "link-sent", browserToken: await requestLink(client, this.email) });
  });

  openLink = this.submits(async (client, field) => {
    if (this.step.name === "link-sent") {
      this.goOn(await client.signIn({ token: codeIn(field("token")), browserToken: this.step.browserToken, ...this.#naming(), ...this.staying }));
    }
  });

  forget = this.submits(async (client, field) => {
    this.email = field("email");
    await forgotPassword(client, this.email);
    this.go({ name: "password-sent" });
  });

  proveByCode = this.submits(async (client, field) => {
    if (this.step.name === "second-factor") {
      this.goOn(await client.signIn({ mfaToken: this.step.mfaToken, code: field("code").trim(), ...this.staying, ...(field("trustDevice") && { trustDevice: true }) }));
    }
  });

  proveByPasskey = this.submits(async (client) => {
    if (this.step.name === "second-factor") {
      this.goOn(await signInWithSecondPasskey(client, { ...this.step, ...this.staying }));
    }
  });

  linkAccount = this.submits(async (client) => {
    if (this.step.name === "link-account") {
      await confirmLink(client, this.step.linkToken);
      this.#finish();
    }
  });

  leaveLink(): void {
    this.#finish();
  }

  signOut = this.submits((client) => client.signOut());

  protected override fail(error: unknown): void {
    super.fail(error);
    // A wrong code can be typed again. These end the sign-in.
    if (error instanceof CardeaError && ["invalid_mfa_token", "invalid_enrol_token", "password_reset_required"].includes(error.code)) {
      const { notice } = this;
      this.go({ name: "sign-in" });
      this.tell(notice!);
    }
  }

  async #begin(client: Client): Promise<void> {
    if (this.#greeted === client) {
      return this.#offerInField(client);
    }
    this.#greeted = client;
    void this.#offerInField(client);
    if (this.providers) {
      this.offered = await listProviders(client).catch(() => []);
      this.requestUpdate();
    }
    try {
      const stays = remembers(client);
      const result = await finishOnce(client);
      if (result) {
        this.stays = stays;
        this.goOn(result);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Goes on after an answer: with its next step, or as a signed-in user. */
  goOn(result: SignInResult | ProviderResult): void {
    const step = stepAfter(result);
    if (step?.name === "link-account" && !this.isSignedIn) {
      this.#pendingLink = step;
      this.go({ name: "sign-in" });
      this.done(this.say("external.sign-in-first"));
    } else if (step) {
      this.go(step);
    } else if (result.next === null) {
      this.#enter(result);
    }
  }

  #enter({ sessionId, recoveryCodes, notices }: Extract<SignInResult, { next: null }>): void {
    const end = (): void => {
      this.#entered = { sessionId, notices: notices ?? [] };
      if (this.#pendingLink) {
        this.go(this.#pendingLink);
        this.#pendingLink = null;
      } else {
        this.#finish();
      }
    };
    if (recoveryCodes?.length) {
      this.go({ name: "recovery-codes", codes: recoveryCodes, next: end });
    } else {
      end();
    }
  }

  #finish(): void {
    this.step = { name: "sign-in" };
    this.focusStep();
    this.requestUpdate();
    if (this.#entered) {
      this.emit("cardea-signed-in", this.#entered);
      this.#entered = null;
    }
  }

  async #readUser(client: Client): Promise<void> {
    this.signedInAs = (await client.user().catch(() => null))?.email ?? this.signedInAs;
    this.requestUpdate();
  }

  #naming(): { readonly device?: string } {
    return this.device ? { device: this.device } : {};
  }

  /** What each step of the sign-in says of the box. */
  get staying(): { readonly remember?: boolean } {
    return this.client?.mode === "cookie" ? { remember: this.stays } : {};
  }

  protected override place(): string {
    return this.step.name;
  }

  /** Offers the passkeys of this device where the address is typed. */
  #offerInField(client: Client): Promise<void> {
    const fits = (): boolean => this.isConnected && this.has("passkey") && this.step.name === "sign-in" && !this.isSignedIn;
    return this.#offer.make(client, () => ({ ...this.#naming(), ...this.staying }), fits, {
      used: (result) => this.goOn(result),
      refused: (error) => this.fail(error),
    });
  }
}

if (!customElements.get("cardea-sign-in")) {
  customElements.define("cardea-sign-in", CardeaSignIn);
}

declare global {
  interface HTMLElementTagNameMap {
    "cardea-sign-in": CardeaSignIn;
  }
}
