import { createClient } from "@cardea/client";
import { totp } from "@cardea/client/account";
import { followEvents } from "@cardea/client/events";
import { endSession, listSessions } from "@cardea/client/sessions";

const client = createClient({ url: location.origin, mode: "cookie" });
const find = (id) => document.getElementById(id);
let mfaToken = null;

const notice = (text) => {
  find("notice").textContent = text;
  find("notice").hidden = !text;
};

// Runs what the user asks for, and says what went wrong.
const attempt = (action) => async (event) => {
  event.preventDefault();
  notice("");
  try {
    await action(event);
  } catch (error) {
    notice(error.message);
  }
};

const valuesOf = (event) => Object.fromEntries(new FormData(event.target));

const show = () => {
  const { state } = client.status;
  const signedOut = state === "signedOut";
  find("enter").hidden = !signedOut || mfaToken !== null;
  find("second").hidden = !signedOut || mfaToken === null;
  find("home").hidden = signedOut || state === "unknown";
};

const goOn = (step) => {
  mfaToken = step.next === "secondFactor" ? step.mfaToken : null;
  show();
};

const deviceOf = ({ id, current, device, userAgent, lastUsedAt }) => {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const detail = document.createElement("small");
  const button = document.createElement("button");
  name.append(device ?? userAgent ?? "A device", detail);
  detail.textContent = current ? "this device" : new Date(lastUsedAt).toLocaleString();
  button.textContent = "Sign out";
  button.className = "plain";
  button.onclick = attempt(async () => {
    await endSession(client, id);
    await loadDevices();
  });
  item.append(name, button);
  return item;
};

const loadDevices = async () => {
  if (client.status.state === "signedIn") {
    find("devices").replaceChildren(...(await listSessions(client)).map(deviceOf));
  }
};

find("enter").onsubmit = attempt(async (event) => {
  const { email, password } = valuesOf(event);
  goOn(await (event.submitter?.value === "new" ? client.signUp({ email, password }) : client.signIn({ email, password })));
});

find("second").onsubmit = attempt(async (event) => goOn(await client.signIn({ mfaToken, code: valuesOf(event).code })));

document.querySelectorAll("[data-scope]").forEach((button) => {
  button.onclick = attempt(async () => {
    await client.signOut({ scope: button.dataset.scope });
    await loadDevices();
  });
});

find("begin").onclick = attempt(async () => {
  find("confirm").querySelector("img").src = (await totp.begin(client)).qrCode;
  find("confirm").hidden = false;
});

find("confirm").onsubmit = attempt(async (event) => {
  find("codes").textContent = (await totp.confirm(client, valuesOf(event).code)).join("\n");
  find("codes").hidden = false;
  find("confirm").hidden = true;
});

client.onChange(async ({ state }) => {
  show();
  notice(state === "offline" ? "The server can't be reached. You stay signed in." : "");
  if (state === "signedIn") {
    find("email").textContent = (await client.user().catch(() => null))?.email ?? "";
    await loadDevices().catch(() => {});
  }
});

// The page notices at once when it was signed out elsewhere: the status becomes signedOut.
followEvents(client, { sessions: () => void loadDevices().catch(() => {}) });
