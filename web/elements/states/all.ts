import type { Client } from "@cardea/client";
import type { FakeIssuer } from "@cardea/client/testing";

export type Tag = "cardea-sign-in" | "cardea-devices" | "cardea-security";
type Shown = HTMLElementTagNameMap[Tag];

/** One state: the element, what the issuer knows, and what the user has done. */
export interface State {
  readonly tag: Tag;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly theme?: "dark";
  readonly providers?: readonly { readonly name: string; readonly displayName: string }[];
  readonly prepare?: (issuer: FakeIssuer, client: Client) => void | Promise<void>;
  readonly act?: (element: Shown, issuer: FakeIssuer) => Promise<void>;
}

const email = "ada@example.com";
const password = "correct horse battery";
const signIn = "cardea-sign-in";

/** Waits until the element shows something. */
const seen = async (element: Shown, selector: string, text = ""): Promise<HTMLElement> => {
  for (let tries = 0; tries < 200; tries++) {
    await element.updateComplete;
    const found = element.querySelector<HTMLElement>(selector);
    if (found?.textContent.includes(text)) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`There is no ${selector} in ${element.outerHTML}`);
};

const titled = (element: Shown, title: string): Promise<HTMLElement> => seen(element, ".cardea-title", title);

/** Fills in the form with these fields, and sends it. */
const send = async (element: Shown, fields: Readonly<Record<string, string>>): Promise<void> => {
  const first = await seen(element, `[name=${Object.keys(fields)[0]!}]`);
  const form = first.closest("form")!;
  Object.entries(fields).forEach(([name, value]) => ((form.elements.namedItem(name) as HTMLInputElement).value = value));
  form.requestSubmit();
};

const press = async (element: Shown, text: string): Promise<void> => {
  await seen(element, "button");
  const button = [...element.querySelectorAll("button")].find((one) => one.textContent.trim() === text);
  if (!button) {
    throw new Error(`There is no button ${text} in ${element.outerHTML}`);
  }
  button.click();
};

const enter = async (issuer: FakeIssuer, client: Client): Promise<void> => {
  issuer.addAccount(email, password);
  await client.signIn({ email, password });
};

const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ status, code, detail: code }), { status, headers: { "Content-Type": "application/problem+json", ...headers } });

const refuseSignIns = (issuer: FakeIssuer, answer: () => Response | Promise<Response>): void => {
  issuer.intercept = (request) => (request.url.endsWith("/auth/login") ? answer() : undefined);
};

const withPassword = async (element: Shown, typed = password): Promise<void> => send(element, { email, password: typed });

/** Somebody else's device, with what an attacker would name it. */
const addDevices = (issuer: FakeIssuer, devices: readonly (readonly [device: string | null, userAgent: string | null])[]): Promise<unknown> =>
  Promise.all(
    devices.map(async ([device, userAgent]) => {
      const answer = await issuer.browser()(`${issuer.url}/auth/login`, { method: "POST", body: JSON.stringify({ email, password }) });
      const { sessionId } = (await answer.json()) as { sessionId: string };
      Object.assign(issuer.sessions.get(sessionId)!, { device, userAgent, createdAt: new Date(Date.now() - 86_400_000 * 3).toISOString() });
    }),
  );

const several = [
  ["Work laptop", "Firefox on Windows"],
  [null, "Safari on iPhone"],
  [null, "Safari on iPad"],
  [null, null],
] as const;

const hostile = [
  ["<img src=x onerror=alert(1)>", "<script>alert(2)</script>"],
  ["${alert(3)} {{alert(4)}} {0}", "\u202Egnp.exe"],
  ["A".repeat(100), "B".repeat(200)],
  ["\" onfocus=alert(5) autofocus x=\"", "javascript:alert(6)"],
] as const;

const enrolling = (issuer: FakeIssuer): void => {
  issuer.addAccount(email, password).mustEnrol = true;
};

const withFactors = async (issuer: FakeIssuer, client: Client): Promise<void> => {
  await enter(issuer, client);
  const { account } = [...issuer.sessions.values()][0]!;
  account.hasTotp = true;
  account.recoveryCodes = ["one", "two", "three"];
  const createdAt = new Date(Date.now() - 7_200_000).toISOString();
  account.passkeys = [
    { id: "key-1", name: "Phone", createdAt, backedUp: true },
    { id: "key-2", name: "<b>Key</b>", createdAt, backedUp: false },
  ];
};

/** All states by their names. */
export const states: Readonly<Record<string, State>> = {
  "signed-out": { tag: signIn, attributes: { register: "", providers: "" }, providers: [{ name: "example", displayName: "Example" }] },
  "sign-up": { tag: signIn, attributes: { register: "", "password-length": "15" }, act: (element) => press(element, "Sign up") },
  "forgot-password": { tag: signIn, act: (element) => press(element, "Forgot your password?") },
  link: {
    tag: signIn,
    act: async (element) => {
      await press(element, "Get a link by mail");
      await send(element, { email });
      await seen(element, "[name=token]");
    },
  },
  "wrong-password": {
    tag: signIn,
    act: async (element) => {
      await withPassword(element, "not the password");
      await seen(element, "[role=alert]");
    },
  },
  waiting: {
    tag: signIn,
    prepare: (issuer) => refuseSignIns(issuer, () => problem(429, "too_many_attempts", { "Retry-After": "75" })),
    act: async (element) => {
      await withPassword(element);
      await seen(element, ".cardea-countdown");
    },
  },
  "second-factor": {
    tag: signIn,
    prepare: (issuer) => void (issuer.addAccount(email, password).hasTotp = true),
    act: async (element) => {
      await withPassword(element);
      await seen(element, "[name=code]");
    },
  },
  enrolment: {
    tag: signIn,
    prepare: enrolling,
    act: async (element) => {
      await withPassword(element);
      await titled(element, "Add a second step");
    },
  },
  authenticator: {
    tag: signIn,
    prepare: enrolling,
    act: async (element) => {
      await withPassword(element);
      await titled(element, "Add a second step");
      await press(element, "Use an authenticator app");
      await seen(element, ".cardea-qr");
    },
  },
  offline: { tag: signIn, prepare: (issuer) => refuseSignIns(issuer, () => Promise.reject(new TypeError("No network."))), act: (element) => withPassword(element).then(() => seen(element, "[role=alert]")).then(() => undefined) },
  "signed-in": { tag: signIn, prepare: enter, act: (element) => seen(element, "p").then(() => undefined) },
  "sign-in-german": { tag: signIn, attributes: { lang: "de", register: "" } },
  "sign-in-dark": { tag: signIn, theme: "dark", attributes: { register: "" } },
  "one-device": { tag: "cardea-devices", prepare: enter, act: (element) => seen(element, ".cardea-item").then(() => undefined) },
  devices: {
    tag: "cardea-devices",
    prepare: async (issuer, client) => {
      await enter(issuer, client);
      await addDevices(issuer, several);
    },
    act: (element) => seen(element, ".cardea-item:nth-child(5)").then(() => undefined),
  },
  "hostile-devices": {
    tag: "cardea-devices",
    prepare: async (issuer, client) => {
      await enter(issuer, client);
      await addDevices(issuer, hostile);
    },
    act: (element) => seen(element, ".cardea-item:nth-child(5)").then(() => undefined),
  },
  "devices-german-dark": {
    tag: "cardea-devices",
    theme: "dark",
    attributes: { lang: "de" },
    prepare: async (issuer, client) => {
      await enter(issuer, client);
      await addDevices(issuer, several);
    },
    act: (element) => seen(element, ".cardea-item:nth-child(5)").then(() => undefined),
  },
  "devices-signed-out": { tag: "cardea-devices" },
  security: { tag: "cardea-security", prepare: enter, act: (element) => seen(element, ".cardea-card").then(() => undefined) },
  "security-factors": {
    tag: "cardea-security",
    attributes: { "password-length": "15", providers: "" },
    providers: [{ name: "example", displayName: "Example" }],
    prepare: withFactors,
    act: (element) => seen(element, ".cardea-card").then(() => undefined),
  },
  "security-proof": {
    tag: "cardea-security",
    prepare: async (issuer, client) => {
      await withFactors(issuer, client);
      [...issuer.sessions.values()].forEach((session) => (session.isRecent = false));
    },
    act: async (element) => {
      await seen(element, ".cardea-card");
      await press(element, "Make new codes");
      await seen(element, "[name=password]");
    },
  },
  "recovery-codes": {
    tag: "cardea-security",
    prepare: withFactors,
    act: async (element) => {
      await seen(element, ".cardea-card");
      await press(element, "Make new codes");
      await seen(element, ".cardea-codes");
    },
  },
  "security-german-dark": { tag: "cardea-security", theme: "dark", attributes: { lang: "de" }, prepare: withFactors, act: (element) => seen(element, ".cardea-card").then(() => undefined) },
};
