import type { SecurityEvent } from "@cardea/client/account";
import { supportsPasskeys, type Passkey } from "@cardea/client/passkeys";
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import { passwordField, sendButton, userField } from "./fields.js";
import type { Overview } from "./overview.js";
import type { CardeaSecurity } from "./security.js";
import { timeOf } from "./times.js";
import type { TextKey } from "./words.js";

/** All that signs in to the account, each in a card of its own. */
export const overviewView = (host: CardeaSecurity, data: Overview): TemplateResult => html`
  ${keyed(host.generation, passwordCard(host, data))} ${data.passkeys ? passkeysCard(host, data.passkeys) : nothing}
  ${data.hasApp === null ? nothing : appCard(host, data.hasApp)} ${data.providers.length > 0 ? providersCard(host, data) : nothing}
  ${data.codesLeft !== null && (data.hasApp === true || (data.passkeys ?? []).length > 0) ? codesCard(host, data.codesLeft) : nothing}
  ${eventsCard(host, data.events)}`;

const card = (host: CardeaSecurity, name: string, title: TextKey, content: unknown): TemplateResult => html`
  <section class="cardea-card" aria-labelledby=${host.idOf(`${name}-title`)}>
    <h2 id=${host.idOf(`${name}-title`)}>${host.say(title)}</h2>
    ${content}
  </section>`;

const passwordCard = (host: CardeaSecurity, { me }: Overview): TemplateResult =>
  card(
    host,
    "password",
    "field.password",
    html`<form class="cardea-form" method="post" @submit=${host.changePassword}>
      ${userField(me.email)} ${me.hasPassword ? passwordField(host, "currentPassword", "security.current-password") : nothing}
      ${passwordField(host, "newPassword", "field.new-password", { isNew: true })}
      <p class="cardea-hint">${host.say("security.password-ends")}</p>
      ${sendButton(host, host.say(me.hasPassword ? "security.change-password" : "security.set-password"))}
    </form>`,
  );

const passkeysCard = (host: CardeaSecurity, passkeys: readonly Passkey[]): TemplateResult =>
  card(
    host,
    "passkeys",
    "security.passkeys",
    html`<p class="cardea-hint">${host.say("security.passkeys-text")}</p>
      ${passkeys.length > 0 ? html`<ul class="cardea-list">${repeat(passkeys, ({ id }) => id, (passkey) => passkeyItem(host, passkey))}</ul>` : nothing}
      ${supportsPasskeys()
        ? keyed(
            host.generation,
            html`<form class="cardea-form" method="post" @submit=${host.addPasskey}>
              <div class="cardea-field">
                <label for=${host.idOf("passkey-name")}>${host.say("security.passkey-name")}</label>
                <input id=${host.idOf("passkey-name")} name="name" maxlength="100" autocomplete="off" aria-invalid=${host.refuses("name") ? "true" : nothing}>
              </div>
              ${sendButton(host, host.say("security.add-passkey"), "second")}
            </form>`,
          )
        : nothing}`,
  );

const passkeyItem = (host: CardeaSecurity, { id, name, createdAt, backedUp }: Passkey): TemplateResult => html`
  <li class="cardea-item">
    <div class="cardea-item-text">
      <h3><bdi>${name ?? host.say("security.passkey")}</bdi></h3>
      <p class="cardea-hint">${host.say("security.added")} ${timeOf(createdAt, host.language)}${backedUp ? html`<span> · ${host.say("security.backed-up")}</span>` : nothing}</p>
      <details>
        <summary>${host.say("devices.rename")}</summary>
        <form class="cardea-form cardea-inline" method="post" @submit=${host.renamePasskey(id)}>
          <label>${host.say("devices.name")} <input name="name" value=${name ?? ""} maxlength="100" autocomplete="off"></label>
          ${sendButton(host, host.say("devices.save"), "second")}
        </form>
      </details>
    </div>
    <form method="post" @submit=${host.removePasskey(id)}>${sendButton(host, host.say("security.remove"), "danger", `${host.say("security.remove")}: ${name ?? host.say("security.passkey")}`)}</form>
  </li>`;

const appCard = (host: CardeaSecurity, hasApp: boolean): TemplateResult =>
  card(
    host,
    "app",
    "security.app",
    hasApp
      ? html`<p>${host.say("security.app-on")}</p>
          <form method="post" @submit=${host.removeApp}>${sendButton(host, host.say("security.remove"), "danger", `${host.say("security.remove")}: ${host.say("security.app")}`)}</form>`
      : html`<p class="cardea-hint">${host.say("security.app-text")}</p>
          <form method="post" @submit=${host.addApp}>${sendButton(host, host.say("security.add-app"), "second")}</form>`,
  );

const providersCard = (host: CardeaSecurity, { providers, links }: Overview): TemplateResult =>
  card(
    host,
    "providers",
    "security.providers",
    html`<ul class="cardea-list">
      ${providers.map(({ name, displayName }) => {
        const link = links.find(({ provider }) => provider === name);
        const label = host.say(link ? "security.remove" : "external.link-button");
        return html`<li class="cardea-item">
          <div class="cardea-item-text">
            <h3>${displayName}</h3>
            <p class="cardea-hint">${link ? html`<bdi>${link.account ?? host.say("security.linked")}</bdi>` : host.say("security.not-linked")}</p>
          </div>
          <form method="post" @submit=${link ? host.unlink(name) : host.link(name)}>${sendButton(host, label, link ? "danger" : "second", `${label}: ${displayName}`)}</form>
        </li>`;
      })}
    </ul>`,
  );

const codesCard = (host: CardeaSecurity, left: number): TemplateResult =>
  card(
    host,
    "codes",
    "codes.title",
    html`<p>${host.say("security.codes-left", left)}</p>
      <form method="post" @submit=${host.renewCodes}>${sendButton(host, host.say("security.new-codes"), "second")}</form>`,
  );

const eventsCard = (host: CardeaSecurity, events: readonly SecurityEvent[]): TemplateResult =>
  card(
    host,
    "events",
    "security.events",
    html`<ul class="cardea-list">
      ${events.map(
        ({ event, at, userAgent, ipAddress }) => html`
          <li class="cardea-event" data-event=${event}>
            <span>${host.eventIn(event)}</span>
            <span class="cardea-hint">${timeOf(at, host.language, true)}${userAgent ? html`<span> · <bdi>${userAgent}</bdi></span>` : nothing}${ipAddress ? html`<span> · ${ipAddress}</span>` : nothing}</span>
          </li>`,
      )}
    </ul>`,
  );
