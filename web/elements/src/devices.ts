import { CardeaError, type Client, type Session, type Status } from "@cardea/client";
import { followEvents } from "@cardea/client/events";
import { endSession, listSessions, renameSession } from "@cardea/client/sessions";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { CardeaElement } from "./element.js";
import { sendButton } from "./fields.js";
import { iconOf } from "./icons.js";
import { timeOf } from "./times.js";

/**
 * The browsers and apps that are signed in to the user's account. The list follows the server within a second.
 *
 * @fires cardea-signed-out - This device was signed out: here, or with `reason` elsewhere.
 * @fires cardea-error - Something went wrong: `code`, `status`, `retryAfter`.
 */
export class CardeaDevices extends CardeaElement {
  #sessions: readonly Session[] | null = null;
  #stop: (() => void) | null = null;
  #reading = 0;
  #wasSignedIn = false;
  #reason: string | null = null;

  protected override follow({ state }: Status, client: Client): void {
    if (state === "signedIn") {
      this.#wasSignedIn = true;
      this.#reason = null;
      this.#stop ??= followEvents(client, {
        sessions: () => void this.#read(client),
        ended: (reason) => (this.#reason = reason ?? "ended"),
      });
      void this.#read(client);
    } else if (state === "signedOut") {
      this.#forget();
    }
  }

  protected override pause(): void {
    this.#stop?.();
    this.#stop = null;
    this.#reading++;
  }

  protected override view(): unknown {
    const { state } = this.status;
    if (state === "signedOut") {
      return this.notice ? this.showNotice() : html`<p>${this.say("signed-out.text")}</p>`;
    }
    const offline = state === "offline" ? html`<p class="cardea-notice" role="status" data-kind="error">${this.say("problem.offline")}</p>` : nothing;
    if (!this.#sessions) {
      return html`${offline}${this.showNotice()}${state === "offline" || this.notice ? nothing : html`<p role="status">${this.say("loading")}</p>`}`;
    }
    const sessions = [...this.#sessions].sort((a, b) => Number(b.current) - Number(a.current));
    return html`
      ${offline}${this.showNotice()}
      <p>${this.say("devices.text")}</p>
      <ul class="cardea-list">${repeat(sessions, ({ id }) => id, (session) => this.#item(session))}</ul>
      ${sessions.length > 1
        ? html`<form method="post" @submit=${this.#endOthers}>${sendButton(this, this.say("devices.end-others"), "danger")}</form>`
        : nothing}`;
  }

  #item(session: Session): TemplateResult {
    const name = this.#nameOf(session);
    const { language } = this.words;
    return html`
      <li class="cardea-item" data-current=${session.current ? "true" : nothing}>
        ${iconOf(session.userAgent)}
        <div class="cardea-item-text">
          <h2><bdi>${name}</bdi> ${session.current ? html`<span class="cardea-badge">${this.say("devices.current")}</span>` : nothing}</h2>
          <p class="cardea-hint">${session.device === null || session.userAgent === null ? nothing : html`<span><bdi>${session.userAgent}</bdi> · </span>`}${session.ipAddress ?? this.say("devices.no-address")}</p>
          <p class="cardea-hint">${this.say("devices.last-used")} ${timeOf(session.lastUsedAt, language, true)} · ${this.say("devices.since")} ${timeOf(session.createdAt, language)}</p>
          <details>
            <summary>${this.say("devices.rename")}</summary>
            <form class="cardea-form cardea-inline" method="post" @submit=${this.#rename(session)}>
              <label>${this.say("devices.name")} <input name="device" value=${session.device ?? ""} maxlength="100" aria-invalid=${this.refuses("device") ? "true" : nothing}></label>
              ${sendButton(this, this.say("devices.save"), "second")}
            </form>
          </details>
        </div>
        <form method="post" @submit=${session.current ? this.#signOut : this.#end(session)}>
          ${session.current ? sendButton(this, this.say("layout.sign-out"), "second") : sendButton(this, this.say("devices.end"), "danger", this.say("devices.end-name", name))}
        </form>
      </li>`;
  }

  /** What a session is called: by its user, else by its program. */
  #nameOf(session: Session): string {
    return session.device ?? session.userAgent ?? this.say("devices.unknown");
  }

  #signOut = this.submits((client) => client.signOut());

  #end(session: Session): (event: SubmitEvent) => void {
    return this.submits(async (client) => {
      await ignoreGone(endSession(client, session.id));
      await this.#read(client);
      this.done(this.say("done.session-ended"));
    });
  }

  #endOthers = this.submits(async (client) => {
    await client.signOut({ scope: "others" });
    await this.#read(client);
    this.done(this.say("done.others-ended"));
  });

  #rename(session: Session): (event: SubmitEvent) => void {
    return (event) => {
      const details = (event.currentTarget as HTMLElement).closest("details");
      this.submits(async (client, field) => {
        await renameSession(client, session.id, field("device"));
        details?.removeAttribute("open");
        await this.#read(client);
        this.done(this.say("devices.renamed"));
      })(event);
    };
  }

  /** Reads the list. Of two answers, the one to the later question counts. */
  async #read(client: Client): Promise<void> {
    const own = ++this.#reading;
    try {
      const sessions = await listSessions(client);
      if (own === this.#reading) {
        this.#sessions = sessions;
        this.requestUpdate();
      }
    } catch (error) {
      // The status says it already if the user is signed out or offline.
      if (own === this.#reading && this.status.state === "signedIn") {
        this.fail(error);
      }
    }
  }

  #forget(): void {
    this.pause();
    this.#sessions = null;
    if (this.#wasSignedIn) {
      this.#wasSignedIn = false;
      this.notice = { text: this.say(this.#reason ? "devices.ended-here" : "done.sign-out"), isError: this.#reason !== null };
      this.emit("cardea-signed-out", { reason: this.#reason });
    }
  }
}

// A session that is gone already is what the user wanted.
const ignoreGone = async (ended: Promise<void>): Promise<void> => {
  try {
    await ended;
  } catch (error) {
    if (!(error instanceof CardeaError) || error.code !== "session_not_found") {
      throw error;
    }
  }
};

if (!customElements.get("cardea-devices")) {
  customElements.define("cardea-devices", CardeaDevices);
}

declare global {
  interface HTMLElementTagNameMap {
    "cardea-devices": CardeaDevices;
  }
}
