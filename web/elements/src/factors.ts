import type { Authenticator } from "@cardea/client/account";
import { html, nothing, type TemplateResult } from "lit";
import type { CardeaElement } from "./element.js";
import { codeField, sendButton } from "./fields.js";

/** Shows the key of an authenticator app, and asks for a code of the app. */
export const authenticatorView = (host: CardeaElement, offer: Authenticator, confirm: (event: SubmitEvent) => void): TemplateResult => html`
  <ol class="cardea-steps">
    <li>
      <p>${host.say("authenticator.scan")}</p>
      <img class="cardea-qr" src=${offer.qrCode} alt=${host.say("authenticator.qr")} width="200" height="200">
      <details>
        <summary>${host.say("authenticator.type")}</summary>
        <p><code class="cardea-secret">${offer.secret.match(/.{1,4}/g)?.join(" ") ?? ""}</code></p>
        ${offer.uri.startsWith("otpauth:") ? html`<p><a href=${offer.uri}>${host.say("authenticator.open")}</a></p>` : nothing}
      </details>
    </li>
    <li>
      <form class="cardea-form" method="post" @submit=${confirm}>
        ${codeField(host, "code", "authenticator.code", { digits: true, pattern: "[0-9 ]{6,7}" })}
        ${sendButton(host, host.say("authenticator.button"))}
      </form>
    </li>
  </ol>`;

/** Shows new recovery codes, this once. */
export const recoveryCodesView = (host: CardeaElement, codes: readonly string[], next: () => void): TemplateResult => html`
  <p>${host.say("codes.text")}</p>
  <ol class="cardea-codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
  <p class="cardea-row">
    <button type="button" class="cardea-second" @click=${() => download(codes)}>${host.say("codes.download")}</button>
    <button type="button" class="cardea-second" @click=${() => print()}>${host.say("codes.print")}</button>
  </p>
  <p><button type="button" class="cardea-button" @click=${next}>${host.say("codes.next")}</button></p>`;

// The codes never leave the browser.
const download = (codes: readonly string[]): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${codes.join("\n")}\n`], { type: "text/plain" }));
  link.download = "recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
};
