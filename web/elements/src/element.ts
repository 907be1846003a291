import { CardeaError, type Client, type Mode, type Status } from "@cardea/client";
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { type Borrowed, borrowClient } from "./clients.js";
import type { CardeaEvents } from "./events.js";
import { type Notice, noticeOf } from "./notice.js";
import { type Texts, wantedLanguages, type Words, wordsIn } from "./words.js";

const unknown: Status = { state: "unknown", sessionId: null };
let count = 0;

/** The words of a button, as its user knows it: the name for screen readers, or the text. */
const wordsOf = (button: Element | null): string => button?.getAttribute("aria-label") ?? button?.textContent.trim() ?? "";

/** What the elements have in common: the client, the texts, one request at a time, and what went wrong. */
export abstract class CardeaElement extends LitElement {
  static override properties: PropertyDeclarations = {
    url: {},
    mode: {},
    texts: { attribute: false },
    passwordLength: { type: Number, attribute: "password-length" },
  };

  /** The address of the server. */
  declare url: string | null;
  /** Where the tokens are: see `@cardea/client`. Default: `bearer`. */
  declare mode: Mode | null;
  /** Texts that take the place of Cardea's, by their keys. */
  declare texts: Texts;
  /** The fewest letters of a new password, as the server's `Cardea__Passwords__MinimumLength` says. Without it, only the server checks. */
  declare passwordLength: number | null;

  protected status = unknown;
  protected words: Words = wordsIn([]);
  /** True while a request is under way: a second click sends nothing. */
  protected busy = false;
  protected notice: Notice | null = null;
  /** The passwords that are shown. */
  readonly shown = new Set<string>();
  /** How hard the new passwords are to guess. */
  readonly strengths = new Map<string, number>();

  readonly #number = ++count;
  #given: Client | null = null;
  #borrowed: Borrowed | null = null;
  #stop: (() => void) | null = null;
  /** Until when the server wants none of an action, by its step and the words of its button. All other actions go on. */
  readonly #pauses = new Map<string, number>();
  /** The end of the pause that the notice tells of. */
  #pausedUntil = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Where the cursor goes: to what went wrong, to the next step, or to what was done if its button is gone. */
  #focus: "notice" | "step" | "lost" | null = null;

  /** The client: the one that the app gave, else the one of `url` and `mode`. Null before there is either. */
  get client(): Client | null {
    return this.#given ?? this.#borrowed?.client ?? null;
  }

  set client(client: Client | null | undefined) {
    // Frameworks take a property back with undefined.
    this.#given = client ?? null;
    if (this.isConnected) {
      this.#leave();
      this.#enter();
    }
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "lang") {
      this.requestUpdate();
    }
  }

  /** Password managers, labels and the style of the page reach the fields: there is no shadow root. */
  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#enter();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has("url") || changed.has("mode")) && !this.#given && this.isConnected) {
      this.#leave();
      this.#enter();
    }
    this.words = wordsIn(wantedLanguages(this), this.texts);
  }

  protected override updated(): void {
    const focus = this.#focus;
    this.#focus = null;
    const active = document.activeElement;
    const isLost = !active || active === document.body;
    // Nobody's cursor is taken away from another part of the page.
    if (focus && (isLost || (focus !== "lost" && this.contains(active)))) {
      this.#find(focus === "step" ? ["[data-focus]", ".cardea-title"] : ["[aria-invalid=true]", ".cardea-notice"])?.focus();
    }
  }

  /** What the element shows below its notice. */
  protected abstract view(): unknown;

  /** The step that is shown. Buttons of two steps may have the same words. */
  protected place(): string {
    return "";
  }

  /** Called with each status, the first when the element comes to the page or gets its client. */
  protected abstract follow(status: Status, client: Client): void;

  /** Called when the element leaves the page, or gets another client. */
  protected pause(): void {
    // Most have nothing to stop.
  }

  protected override render(): unknown {
    return this.client ? html`<div lang=${this.words.language}>${this.view()}</div>` : nothing;
  }

  /**
   * Does what the user asked for, once at a time, and says what went wrong.
   *
   * @param control The words of the button. If the server wants a pause, this button waits, and no other.
   */
  async run(action: (client: Client) => Promise<void>, control = ""): Promise<void> {
    const { client } = this;
    if (this.busy || !client || this.isPaused(control)) {
      return;
    }
    const key = this.#keyOf(control);
    this.busy = true;
    this.notice = null;
    this.shown.clear();
    this.requestUpdate();
    try {
      await action(client);
    } catch (error) {
      this.fail(error);
      if (error instanceof CardeaError && error.retryAfter && control) {
        this.#pauses.set(key, Date.now() + error.retryAfter * 1_000);
      }
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  /** What a form sends when the user submits it. */
  submits(action: (client: Client, field: (name: string) => string) => Promise<void>): (event: SubmitEvent) => void {
    return (event) => {
      event.preventDefault();
      const form = event.currentTarget as HTMLFormElement;
      const data = new FormData(form);
      const button = event.submitter ?? form.querySelector("button:not([type=button])");
      void this.run(
        (client) =>
          action(client, (name) => {
            const value = data.get(name);
            return typeof value === "string" ? value : "";
          }),
        wordsOf(button),
      );
    };
  }

  /** Says what went wrong, to the reader and to the app. */
  protected fail(error: unknown): void {
    if (error instanceof CardeaError && error.code === "disposed") {
      return;
    }
    this.tell(noticeOf(error, this.words));
    this.emit("cardea-error", { code: this.notice?.code ?? "unknown", status: error instanceof CardeaError ? error.status : 0, retryAfter: this.notice?.retryAfter ?? null, error });
  }

  /** Tells the reader something, and moves the cursor there if it is an error. */
  protected tell(notice: Notice): void {
    this.notice = notice;
    if (notice.retryAfter) {
      this.#pausedUntil = Date.now() + notice.retryAfter * 1_000;
      this.#countDown();
    }
    this.#focus = notice.isError ? "notice" : "lost";
    this.requestUpdate();
  }

  protected done(text: string): void {
    this.tell({ text, isError: false });
  }

  /** Moves the cursor to where the next step begins. */
  protected focusStep(): void {
    this.#focus = "step";
  }

  protected emit<Name extends keyof CardeaEvents>(type: Name, detail: CardeaEvents[Name]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  /** True while a request is under way. */
  get isBusy(): boolean {
    return this.busy;
  }

  /** True while the server wants none of what a button does. */
  isPaused(control: string): boolean {
    return (this.#pauses.get(this.#keyOf(control)) ?? 0) > Date.now();
  }

  say: Words["say"] = (key, ...values) => this.words.say(key, ...values);

  get language(): string {
    return this.words.language;
  }

  /** The id of a part of this element. No other element has it. */
  idOf(name: string): string {
    return `cardea-${this.#number}-${name}`;
  }

  /** True if the server refused this member of the last request. */
  refuses(member: string): boolean {
    return this.notice?.members?.includes(member) ?? false;
  }

  protected showNotice(): TemplateResult | typeof nothing {
    const { notice } = this;
    if (!notice) {
      return nothing;
    }
    const left = Math.ceil((this.#pausedUntil - Date.now()) / 1_000);
    // A screen reader says the pause once, and not each second.
    const countdown = notice.retryAfter && left > 0 ? html` <span class="cardea-countdown" role="timer" aria-live="off">${this.say("error.wait", this.words.pause(left))}</span>` : nothing;
    return html`<p id=${this.idOf("notice")} class="cardea-notice" role=${notice.isError ? "alert" : "status"} data-kind=${notice.isError ? "error" : "done"} tabindex="-1">${notice.text}${countdown}</p>`;
  }

  #find(selectors: readonly string[]): HTMLElement | null {
    return selectors.map((selector) => this.querySelector<HTMLElement>(selector)).find((element) => element !== null) ?? null;
  }

  #enter(): void {
    // An empty address is the page's own.
    if (!this.#given && typeof this.url === "string") {
      this.#borrowed = borrowClient(this.url, this.mode ?? "bearer");
    }
    const { client } = this;
    if (client) {
      this.#stop = client.onChange((status) => {
        this.status = status;
        this.follow(status, client);
        this.requestUpdate();
      });
    }
    this.#countDown();
    this.requestUpdate();
  }

  #leave(): void {
    clearInterval(this.#timer);
    this.#stop?.();
    this.#stop = null;
    this.pause();
    this.#borrowed?.giveBack();
    this.#borrowed = null;
  }

  #keyOf(control: string): string {
    return `${this.place()} ${control}`;
  }

  #countDown(): void {
    clearInterval(this.#timer);
    if (!this.#pausedUntil && this.#pauses.size === 0) {
      return;
    }
    const tick = (): void => {
      const now = Date.now();
      this.#pauses.forEach((end, key) => end <= now && this.#pauses.delete(key));
      if (this.#pausedUntil <= now) {
        this.#pausedUntil = 0;
        this.notice = this.notice?.retryAfter ? null : this.notice;
        if (this.#pauses.size === 0) {
          clearInterval(this.#timer);
        }
      }
      this.requestUpdate();
    };
    this.#timer = setInterval(tick, 1_000);
    tick();
  }
}
