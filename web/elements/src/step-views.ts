import { html, nothing, type TemplateResult } from "lit";
import { complete } from "./completing.js";
import { confirmApp, enrolApp, enrolByPasskey, mailEnrolmentCode } from "./enrolling.js";
import { actButton, codeField, emailField, passwordField, sendButton } from "./fields.js";
import { authenticatorView, recoveryCodesView } from "./factors.js";
import type { CardeaSignIn } from "./sign-in.js";
import type { Step } from "./steps.js";

type Named<Name extends Step["name"]> = Extract<Step, { readonly name: Name }>;

/** What a sign-in shows at its step. */
export const stepView = (host: CardeaSignIn, isDone: boolean): unknown => {
  const { step } = host;
  if (isDone) {
    return doneView(host);
  }
  if (!host.isSignedOut && !host.isSignedIn) {
    return host.isOffline ? html`<p class="cardea-notice" role="status" data-kind="error">${host.say("problem.offline")}</p>` : html`<p role="status">${host.say("loading")}</p>`;
  }
  switch (step.name) {
    case "sign-in":
      return signInView(host);
    case "sign-up":
      return signUpView(host);
    case "forgot-password":
      return addressView(host, host.say("forgot.text"), host.forget);
    case "link":
      return addressView(host, host.say("link.text"), host.askForLink);
    case "password-sent":
      return html`<p>${host.say("forgot.sent")}</p>${back(host)}`;
    case "wait":
      return html`<p>${host.say("wait.text")}</p>${back(host)}`;
    case "link-sent":
      return linkSentView(host);
    case "second-factor":
      return secondFactorView(host, step);
    case "enrolment":
      return enrolmentView(host, step);
    case "authenticator":
      return html`${authenticatorView(host, step.offer, confirmApp(host))}${again(host)}`;
    case "recovery-codes":
      return recoveryCodesView(host, step.codes, step.next);
    case "email":
      return emailView(host, step);
    case "prove":
      return proveView(host, step);
    case "link-account":
      return linkAccountView(host, step);
  }
};

const aside = (host: CardeaSignIn, text: string, name: "sign-in" | "sign-up" | "forgot-password" | "link", before?: string): TemplateResult =>
  html`<p class="cardea-aside">${before ? `${before} ` : nothing}<button type="button" class="cardea-quiet" @click=${() => host.turnTo(name)}>${text}</button></p>`;

const back = (host: CardeaSignIn): TemplateResult => aside(host, host.say("sign-in.back"), "sign-in");
const again = (host: CardeaSignIn): TemplateResult => aside(host, host.say("second-factor.again"), "sign-in");

const doneView = (host: CardeaSignIn): TemplateResult => html`
  ${host.signedInAs ? html`<p>${host.say("signed-in.text", host.signedInAs)}</p>` : nothing}
  <form class="cardea-form" method="post" @submit=${host.signOut}>${sendButton(host, host.say("layout.sign-out"), "second")}</form>`;

const providersView = (host: CardeaSignIn): TemplateResult[] =>
  host.offered.map(({ name, displayName }) => actButton(host, host.say("sign-in.provider", displayName), (label) => host.useProvider(name, label), "second"));

const signInView = (host: CardeaSignIn): TemplateResult => {
  const hasMore = host.has("passkey") || host.has("link") || host.offered.length > 0;
  return html`
    <form class="cardea-form" method="post" @submit=${host.signIn}>
      ${emailField(host, "username webauthn", host.email)} ${passwordField(host, "password", "field.password")}
      ${stayBox(host)} ${sendButton(host, host.say("sign-in.button"))} ${host.has("forgot") ? aside(host, host.say("sign-in.forgot"), "forgot-password") : nothing}
    </form>
    ${hasMore
      ? html`<div class="cardea-or"><span>${host.say("sign-in.or")}</span></div>
          <div class="cardea-choices">
            ${host.has("passkey") ? html`<form class="cardea-form" method="post" @submit=${host.usePasskey}>${sendButton(host, host.say("sign-in.passkey"), "second")}</form>` : nothing}
            ${providersView(host)} ${host.has("link") ? actButton(host, host.say("sign-in.link"), () => host.turnTo("link"), "second") : nothing}
          </div>`
      : nothing}
    ${host.register ? aside(host, host.say("sign-up.title"), "sign-up", host.say("sign-in.new")) : nothing}`;
};

// One box for all the ways of the page, and for the steps after them.
const stayBox = (host: CardeaSignIn): TemplateResult | typeof nothing => {
  const change = (event: Event): void => {
    host.stays = (event.target as HTMLInputElement).checked;
  };
  return host.client?.mode === "cookie"
    ? html`<label class="cardea-check"><input type="checkbox" name="stay" value="true" .checked=${host.stays} @change=${change}> ${host.say("sign-in.stay")}</label>`
    : nothing;
};

const signUpView = (host: CardeaSignIn): TemplateResult => html`
  <form class="cardea-form" method="post" @submit=${host.signUp}>
    ${emailField(host, "username", host.email)} ${passwordField(host, "password", "field.new-password", { isNew: true })} ${stayBox(host)} ${sendButton(host, host.say("sign-up.button"))}
    ${host.has("passkey") ? actButton(host, host.say("sign-up.passkey"), (label) => host.signUpByPasskey(label), "second") : nothing}
  </form>
  ${host.offered.length > 0
    ? html`<div class="cardea-or"><span>${host.say("sign-in.or")}</span></div>
        <div class="cardea-choices">${providersView(host)}</div>`
    : nothing}
  ${aside(host, host.say("sign-in.title"), "sign-in", host.say("sign-up.have"))}`;

const addressView = (host: CardeaSignIn, text: string, submit: (event: SubmitEvent) => void): TemplateResult => html`
  <form class="cardea-form" method="post" @submit=${submit}>
    <p>${text}</p>
    ${emailField(host, "username", host.email)} ${sendButton(host, host.say("forgot.button"))}
  </form>
  ${back(host)}`;

const linkSentView = (host: CardeaSignIn): TemplateResult => html`
  <p>${host.say("link.sent")}</p>
  <form class="cardea-form" method="post" @submit=${host.openLink}>${codeField(host, "token", "link.code")} ${sendButton(host, host.say("sign-in.button"))}</form>
  ${aside(host, host.say("link.again"), "link")}`;

const secondFactorView = (host: CardeaSignIn, { methods, passkey }: Named<"second-factor">): TemplateResult => {
  const takesCode = methods.includes("totp") || methods.includes("recovery_code");
  return html`
    ${takesCode
      ? html`<form class="cardea-form" method="post" @submit=${host.proveByCode}>
          ${codeField(host, "code", methods.includes("totp") ? "second-factor.code" : "second-factor.recovery-code")}
          <label class="cardea-check"><input type="checkbox" name="trustDevice" value="true"> ${host.say("second-factor.trust")}</label>
          ${sendButton(host, host.say("second-factor.button"))}
        </form>`
      : nothing}
    ${passkey && host.has("passkey")
      ? html`<form class="cardea-form" method="post" @submit=${host.proveByPasskey}>${sendButton(host, host.say("second-factor.passkey"), takesCode ? "second" : undefined)}</form>`
      : nothing}
    ${again(host)}`;
};

const enrolmentView = (host: CardeaSignIn, { methods, mailCodeRequired, isMailed }: Named<"enrolment">): TemplateResult => html`
  <p>${host.say("enrol.text")}</p>
  ${mailCodeRequired
    ? html`<p>${host.say("enrol.mail")}</p>
        <form class="cardea-form" method="post" @submit=${mailEnrolmentCode(host)}>
          ${sendButton(host, host.say(isMailed ? "enrol.mail-again" : "enrol.mail-button"), isMailed ? "second" : undefined)}
        </form>`
    : nothing}
  ${!mailCodeRequired || isMailed
    ? html`<form class="cardea-form" method="post" @submit=${enrolApp(host)}>
        ${mailCodeRequired ? codeField(host, "mailCode", "enrol.mail-code", { digits: true }) : nothing}
        ${methods.includes("totp") ? sendButton(host, host.say("enrol.app")) : nothing}
        ${methods.includes("passkey") && host.has("passkey") ? actButton(host, host.say("enrol.passkey"), (label) => enrolByPasskey(host, label), "second") : nothing}
      </form>`
    : nothing}
  ${again(host)}`;

const accountView = (host: CardeaSignIn, account: string | undefined): TemplateResult | typeof nothing =>
  account ? html`<p class="cardea-hint">${host.say("external.account", account)}</p>` : nothing;

const emailView = (host: CardeaSignIn, { isMailed, account }: Named<"email">): TemplateResult => html`
  ${accountView(host, account)}
  <form class="cardea-form" method="post" @submit=${complete(host, isMailed ? "code" : "email")}>
    <p>${host.say(isMailed ? "external.mailed" : "external.email-text")}</p>
    ${isMailed ? codeField(host, "code", "verify.code", { digits: true }) : emailField(host, "email")}
    ${sendButton(host, host.say(isMailed ? "second-factor.button" : "enrol.mail-button"))}
  </form>
  ${again(host)}`;

const proveView = (host: CardeaSignIn, { methods, account }: Named<"prove">): TemplateResult => html`
  ${accountView(host, account)}
  <p>${host.say("external.proof-text")}</p>
  ${methods.includes("password")
    ? html`<details class="cardea-option" open>
        <summary>${host.say("verify.password")}</summary>
        <form class="cardea-form" method="post" @submit=${complete(host, "password")}>
          ${passwordField(host, "password", "field.password", { focus: true })} ${sendButton(host, host.say("second-factor.button"))}
        </form>
      </details>`
    : nothing}
  <details class="cardea-option">
    <summary>${host.say("external.take-over")}</summary>
    <form class="cardea-form" method="post" @submit=${complete(host, "takeOver")}>
      <p>${host.say("external.take-over-text")}</p>
      ${sendButton(host, host.say("external.take-over-button"), "danger")}
    </form>
  </details>
  ${again(host)}`;

const linkAccountView = (host: CardeaSignIn, { account }: Named<"link-account">): TemplateResult => html`
  ${accountView(host, account)}
  <form class="cardea-form" method="post" @submit=${host.linkAccount}>
    <p>${host.say("external.link-text", host.signedInAs)}</p>
    ${sendButton(host, host.say("external.link-button"))}
  </form>
  <p class="cardea-aside"><button type="button" class="cardea-quiet" @click=${() => host.leaveLink()}>${host.say("external.link-no")}</button></p>`;
