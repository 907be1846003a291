import { CardeaError, type Client, type Status } from "@cardea/client";
import { type Authenticator, changePassword, recoveryCodes, totp } from "@cardea/client/account";
import { addPasskey, removePasskey, renamePasskey } from "@cardea/client/passkeys";
import { linkProvider, unlinkProvider } from "@cardea/client/providers";
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { authenticatorView, recoveryCodesView } from "./factors.js";
import { CardeaElement } from "./element.js";
import { finishOnce, rememberLinking, wasLinking } from "./returns.js";
import { type Overview, readOverview } from "./overview.js";
import { overviewView } from "./overview-views.js";
import { type Proving, proofView } from "./proof.js";
import type { TextKey } from "./words.js";

type Done = Extract<TextKey, `done.${string}`> | "security.passkey-renamed";

/** What the element shows: all, an app to add, new codes, or the question who the user is. */
type Shown =
  | { readonly name: "overview" }
  | { readonly name: "authenticator"; readonly offer: Authenticator }
  | { readonly name: "recovery-codes"; readonly codes: readonly string[]; readonly done: Done }
  | ({ readonly name: "proof" } & Proving);

/**
 * All that signs in to the user's account: password, passkeys, authenticator app, recovery codes, providers, and what happened lately.
 *
 * @fires cardea-signed-out - The session ended.
 * @fires cardea-step - Something else is shown: `step`.
 * @fires cardea-error - Something went wrong: `code`, `status`, `retryAfter`.
 */
export class CardeaSecurity extends CardeaElement {
  static override properties = { ...CardeaElement.properties, providers: { type: Boolean }, returnUrl: { attribute: "return-url" } };

  /** Shows the providers of the server, to link and to unlink. */
  declare providers: boolean;
  /** Where a provider sends the browser back to. Default: this page. */
  declare returnUrl: string | null;

  /** What is known of the account; null before it is read. */
  overview: Overview | null = null;
  #shown: Shown = { name: "overview" };
  #reading = 0;
  #wasSignedIn = false;

  protected override follow({ state }: Status, client: Client): void {
    if (state === "signedIn") {
      this.#wasSignedIn = true;
      void this.#read(client);
      void this.#return(client);
    } else if (state === "signedOut") {
      this.overview = null;
      this.#shown = { name: "overview" };
      if (this.#wasSignedIn) {
        this.#wasSignedIn = false;
        this.emit("cardea-signed-out", { reason: null });
      }
    }
  }

  protected override pause(): void {
    this.#reading++;
  }

  protected override view(): unknown {
    const { state } = this.status;
    if (state === "signedOut") {
      return html`<p>${this.say("signed-out.text")}</p>`;
    }
    const offline = state === "offline" ? html`<p class="cardea-notice" role="status" data-kind="error">${this.say("problem.offline")}</p>` : nothing;
    if (!this.overview) {
      return html`${offline}${this.showNotice()}${state === "offline" || this.notice ? nothing : html`<p role="status">${this.say("loading")}</p>`}`;
    }
    return html`${offline}${keyed(this.#shown.name, this.#page(this.overview))}`;
  }

  #page(data: Overview): unknown {
    const shown = this.#shown;
    switch (shown.name) {
      case "overview":
        return html`${this.showNotice()}${overviewView(this, data)}`;
      case "authenticator":
        return this.#card("authenticator.title", html`${authenticatorView(this, shown.offer, this.#confirmApp)}${this.#back()}`);
      case "recovery-codes":
        return this.#card("codes.title", recoveryCodesView(this, shown.codes, () => this.#finish(shown.done)));
      case "proof":
        return this.#card("confirm.title", html`${proofView(this, data.me, shown, (next) => this.#show({ ...next, name: "proof" }))}${this.#back()}`);
    }
  }

  #card(title: TextKey, content: unknown): unknown {
    return html`<section class="cardea-card" aria-labelledby=${this.idOf("title")}>
      <h2 class="cardea-title" id=${this.idOf("title")} tabindex="-1">${this.say(title)}</h2>
      ${this.showNotice()} ${content}
    </section>`;
  }

  #back(): unknown {
    const back = (): void => {
      this.notice = null;
      this.#show({ name: "overview" });
    };
    return html`<p><button type="button" class="cardea-quiet" @click=${back}>${this.say("confirm.back")}</button></p>`;
  }

  changePassword = this.submits((client, field) => {
    const [current, wanted] = [field("currentPassword"), field("newPassword")];
    return this.#attempt(client, async () => {
      await changePassword(client, this.overview?.me.hasPassword ? current : undefined, wanted);
      this.strengths.clear();
      this.#again++;
      this.#finish("done.password");
    });
  });

  addApp = this.submits((client) =>
    this.#attempt(client, async () => {
      this.#show({ name: "authenticator", offer: await totp.begin(client) });
    }),
  );

  removeApp = this.submits((client) => this.#attempt(client, () => totp.remove(client), "done.app-removed"));

  addPasskey = this.submits((client, field) => {
    const name = field("name").trim();
    return this.#attempt(client, async () => {
      const added = await addPasskey(client, name || undefined);
      this.#again++;
      this.#showCodes(added.recoveryCodes, "done.passkey-added");
    });
  });

  renamePasskey(id: string): (event: SubmitEvent) => void {
    return this.submits((client, field) => {
      const name = field("name");
      return this.#attempt(client, () => renamePasskey(client, id, name), "security.passkey-renamed");
    });
  }

  removePasskey(id: string): (event: SubmitEvent) => void {
    return this.submits((client) => this.#attempt(client, () => removePasskey(client, id), "done.passkey-removed"));
  }

  renewCodes = this.submits((client) =>
    this.#attempt(client, async () => {
      this.#showCodes(await recoveryCodes.renew(client), "done.codes-replaced");
    }),
  );

  link(provider: string): (event: SubmitEvent) => void {
    return this.submits((client) =>
      this.#attempt(client, async () => {
        rememberLinking(client);
        await linkProvider(client, provider, this.returnUrl ? { returnUrl: this.returnUrl } : {});
      }),
    );
  }

  unlink(provider: string): (event: SubmitEvent) => void {
    return this.submits((client) => this.#attempt(client, () => unlinkProvider(client, provider), "done.provider-unlinked"));
  }

  /** An event in words. A kind without words is shown by its name. */
  eventIn(kind: string): string {
    return this.words.find(`event.${kind}`) ?? kind.replaceAll("_", " ");
  }

  /** Counts what was sent: a form that has done its work is made anew, without what was typed. */
  #again = 0;
  get generation(): number {
    return this.#again;
  }

  #confirmApp = this.submits((client, field) => {
    const code = field("code").replaceAll(" ", "");
    return this.#attempt(client, async () => {
      this.#showCodes(await totp.confirm(client, code), "done.app-added");
    });
  });

  /** Does what the user wanted. Where the server first asks who the user is, the answer leads back here. */
  async #attempt(client: Client, action: () => Promise<unknown>, done?: Done): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof CardeaError) || error.code !== "reauthentication_required") {
        throw error;
      }
      const goOn = async (): Promise<void> => {
        this.#show({ name: "overview" });
        await this.#attempt(client, action, done);
      };
      this.#show({ name: "proof", goOn });
      return;
    }
    if (done) {
      this.#finish(done);
    }
    await this.#read(client);
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    this.focusStep();
    this.emit("cardea-step", { step: shown.name });
    this.requestUpdate();
  }

  #showCodes(codes: readonly string[], done: Done): void {
    if (codes.length > 0) {
      this.#show({ name: "recovery-codes", codes, done });
    } else {
      this.#finish(done);
    }
  }

  #finish(done: Done): void {
    this.#show({ name: "overview" });
    this.done(this.say(done));
  }

  async #read(client: Client): Promise<void> {
    const own = ++this.#reading;
    try {
      const read = await readOverview(client, this.providers);
      if (own === this.#reading && read) {
        this.overview = read;
        this.requestUpdate();
      }
    } catch (error) {
      // The status says it already if the user is signed out or offline.
      if (own === this.#reading && this.status.state === "signedIn") {
        this.fail(error);
      }
    }
  }

  async #return(client: Client): Promise<void> {
    try {
      const result = await finishOnce(client);
      if (result?.next === null && wasLinking(client)) {
        this.done(this.say("done.provider-linked"));
        await this.#read(client);
      }
    } catch (error) {
      if (wasLinking(client)) {
        this.fail(error);
      }
    }
  }
}

if (!customElements.get("cardea-security")) {
  customElements.define("cardea-security", CardeaSecurity);
}

declare global {
  interface HTMLElementTagNameMap {
    "cardea-security": CardeaSecurity;
  }
}
