import { html, nothing, type TemplateResult } from "lit";
import type { CardeaElement } from "./element.js";
import type { TextKey } from "./words.js";

const describedBy = (host: CardeaElement, name: string, hint?: string): string | typeof nothing =>
  [host.refuses(name) ? host.idOf("notice") : "", hint ?? ""].filter(Boolean).join(" ") || nothing;

/** A field for the address. Browsers change and refuse addresses in fields of type email that have letters beyond ASCII. The server checks them. */
export const emailField = (host: CardeaElement, autocomplete: "username webauthn" | "username" | "email", value = ""): TemplateResult => html`
  <div class="cardea-field">
    <label for=${host.idOf("email")}>${host.say("field.email")}</label>
    <input id=${host.idOf("email")} name="email" type="text" value=${value} autocomplete=${autocomplete} inputmode="email" autocapitalize="none"
      spellcheck="false" required data-focus aria-invalid=${host.refuses("email") ? "true" : nothing} aria-describedby=${describedBy(host, "email")}>
  </div>`;

/** A field for a password: one that exists, or with `isNew` one that the user makes up. */
export const passwordField = (host: CardeaElement, name: string, label: TextKey, { isNew = false, focus = false } = {}): TemplateResult => {
  const id = host.idOf(name);
  const isShown = host.shown.has(name);
  const shortest = isNew ? host.passwordLength : null;
  const hint = isNew ? `${id}-hint` : undefined;
  const toggle = (): void => {
    if (!host.shown.delete(name)) {
      host.shown.add(name);
    }
    host.requestUpdate();
    host.querySelector<HTMLElement>(`#${id}`)?.focus();
  };
  const measure = (event: InputEvent): void => {
    if (isNew) {
      host.strengths.set(name, strengthOf((event.target as HTMLInputElement).value, shortest ?? 15));
      host.requestUpdate();
    }
  };
  return html`
    <div class="cardea-field">
      <label for=${id}>${host.say(label)}</label>
      <div class="cardea-password">
        <input id=${id} name=${name} type=${isShown ? "text" : "password"} autocomplete=${isNew ? "new-password" : "current-password"} required
          minlength=${shortest ?? nothing} ?data-focus=${focus} @input=${measure}
          aria-invalid=${host.refuses(name) ? "true" : nothing} aria-describedby=${describedBy(host, name, hint)}>
        <button type="button" class="cardea-quiet" aria-controls=${id} aria-pressed=${isShown ? "true" : "false"} @click=${toggle}>${host.say(isShown ? "password.hide" : "password.show")}</button>
      </div>
      ${isNew
        ? html`<p class="cardea-hint" id=${hint ?? nothing}>${shortest ? host.say("password.hint", shortest) : host.say("password.words")}</p>
            <div class="cardea-strength" data-level=${host.strengths.get(name) ?? 0}></div>`
        : nothing}
    </div>`;
};

/** A field for a code that the user reads elsewhere. */
export const codeField = (host: CardeaElement, name: string, label: TextKey, { digits = false, pattern }: { digits?: boolean; pattern?: string } = {}): TemplateResult => html`
  <div class="cardea-field">
    <label for=${host.idOf(name)}>${host.say(label)}</label>
    <input id=${host.idOf(name)} name=${name} autocomplete="one-time-code" inputmode=${digits ? "numeric" : "text"} autocapitalize="none" spellcheck="false"
      pattern=${pattern ?? nothing} required data-focus aria-invalid=${host.refuses(name) ? "true" : nothing} aria-describedby=${describedBy(host, name)}>
  </div>`;

/** The address beside a password, for password managers. */
export const userField = (email: string): TemplateResult => html`<input type="text" name="username" autocomplete="username" value=${email} readonly hidden>`;

/** A button that sends its form. */
export const sendButton = (host: CardeaElement, label: string, kind?: "second" | "danger" | "quiet", name?: string): TemplateResult =>
  html`<button class=${kind ? `cardea-${kind}` : nothing} ?disabled=${host.isPaused(name ?? label)} aria-disabled=${host.isBusy ? "true" : nothing} aria-label=${name ?? nothing}>${label}</button>`;

/** A button that does something by itself. `act` gets its words, for {@link CardeaElement.run}. */
export const actButton = (host: CardeaElement, label: string, act: (label: string) => void, kind?: "second" | "danger" | "quiet"): TemplateResult =>
  html`<button type="button" class=${kind ? `cardea-${kind}` : nothing} ?disabled=${host.isPaused(label)} aria-disabled=${host.isBusy ? "true" : nothing} @click=${() => act(label)}>${label}</button>`;

/** How hard a password is to guess, roughly: 0 to 3. The server decides which passwords it takes. */
export const strengthOf = (password: string, shortest: number): number => {
  const different = new Set(password).size;
  return password.length === 0 ? 0 : password.length < shortest || different < 6 ? 1 : password.length < shortest + 5 ? 2 : 3;
};
