import type { User } from "@cardea/client";
import { reauthenticate, type ReauthenticationResult, sendProofCode } from "@cardea/client/account";
import { reauthenticateWithPasskey, supportsPasskeys } from "@cardea/client/passkeys";
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { CardeaElement } from "./element.js";
import { codeField, passwordField, sendButton, userField } from "./fields.js";

/** How far the user is with proving who they are. */
export interface Proving {
  /** Does what the user wanted. */
  readonly goOn: () => Promise<void>;
  /** True if a code is on its way to a user without a password. */
  readonly isMailed?: boolean;
  /** The second factor that is due after the password. */
  readonly factor?: Extract<ReauthenticationResult, { readonly next: "secondFactor" }>;
}

/** Asks again for the password, a mailed code or a passkey, and then goes on. */
export const proofView = (host: CardeaElement, me: User, proving: Proving, turnTo: (next: Proving) => void): TemplateResult => {
  const { factor, goOn, isMailed = false } = proving;
  const after = async (result: ReauthenticationResult): Promise<void> => {
    if (result.next) {
      turnTo({ goOn, factor: result });
    } else {
      await goOn();
    }
  };
  const byPassword = host.submits(async (client, field) => after(await reauthenticate(client, { password: field("password") })));
  const byCode = host.submits(async (client, field) => after(await reauthenticate(client, { code: field("code").trim() })));
  const byFactor = host.submits(async (client, field) => {
    if (factor) {
      await after(await reauthenticate(client, { mfaToken: factor.mfaToken, code: field("code").trim() }));
    }
  });
  const byPasskey = host.submits(async (client) => {
    await reauthenticateWithPasskey(client);
    await goOn();
  });
  const mail = host.submits(async (client) => {
    await sendProofCode(client);
    turnTo({ goOn, isMailed: true });
  });

  const passwordForm = (): TemplateResult => html`
    <form class="cardea-form" method="post" @submit=${byPassword}>
      ${userField(me.email)} ${passwordField(host, "password", "field.password", { focus: true })} ${sendButton(host, host.say("confirm.button"))}
    </form>`;
  const mailForms = (): TemplateResult => html`
    ${isMailed
      ? html`<form class="cardea-form" method="post" @submit=${byCode}>${codeField(host, "code", "confirm.code", { digits: true })} ${sendButton(host, host.say("confirm.button"))}</form>`
      : nothing}
    <form class="cardea-form" method="post" @submit=${mail}>${sendButton(host, host.say(isMailed ? "enrol.mail-again" : "enrol.mail-button"), isMailed ? "second" : undefined)}</form>`;
  const factorForm = (): TemplateResult => html`
    <form class="cardea-form" method="post" @submit=${byFactor}>${codeField(host, "code", "second-factor.code")} ${sendButton(host, host.say("second-factor.button"))}</form>`;

  return html`
    <p>${host.say("confirm.text", me.email)}</p>
    ${factor ? keyed("factor", factorForm()) : me.hasPassword ? keyed("password", passwordForm()) : keyed("mail", mailForms())}
    ${supportsPasskeys() ? html`<form class="cardea-form" method="post" @submit=${byPasskey}>${sendButton(host, host.say("second-factor.passkey"), "second")}</form>` : nothing}`;
};
