const key = "cardea-link";
const outcome = document.getElementById("outcome");
const forms = Object.fromEntries([...document.querySelectorAll("form")].map(form => [form.id, form]));
const token = new URLSearchParams(location.hash.slice(1)).get("token");
const browserToken = localStorage.getItem(key);
let mfaToken;

// Out of the address, so that it stays in no history.
history.replaceState(null, "", location.pathname);
show(!token ? "ask" : browserToken ? "open" : "copy");
document.getElementById("shown").textContent = token ?? "";

on("ask", async values => {
  const answer = await post("../auth/link", values);
  if (answer.ok) {
    localStorage.setItem(key, answer.body.browserToken);
    finish("If there is an account with this address, a mail is on its way. Open its link in this browser.");
  }

  return answer;
});

on("open", () => signIn("../auth/link/sign-in", { token, browserToken }));
on("factor", values => signIn("../auth/mfa", { mfaToken, ...values }));

async function signIn(address, values) {
  const answer = await post(address, values);
  if (answer.body.code === "mfa_required") {
    mfaToken = answer.body.mfaToken;
    show("factor");
    outcome.textContent = "";
    return { ok: true };
  }

  if (answer.ok) {
    // The cookie makes this browser known. No app holds the session, so it ends.
    localStorage.removeItem(key);
    await fetch("../auth/logout", { method: "POST", headers: { Authorization: `Bearer ${answer.body.accessToken}` } });
    finish("This browser is known now. Go back to the app and sign in with your password: others who guess can't lock you out here.");
  }

  return answer;
}

function on(id, send) {
  forms[id].addEventListener("submit", async event => {
    event.preventDefault();
    const button = forms[id].querySelector("button");
    button.disabled = true;
    try {
      const answer = await send(Object.fromEntries(new FormData(forms[id])));
      if (!answer.ok) {
        outcome.textContent = Object.values(answer.body.errors ?? {}).flat().join(" ") || answer.body.detail;
      }
    } catch {
      outcome.textContent = "The service could not be reached: try again.";
    }

    button.disabled = false;
  });
}

async function post(address, values) {
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) });
  return { ok: answer.ok, body: await answer.json() };
}

function show(id) {
  for (const part of [...Object.values(forms), document.getElementById("copy")]) {
    part.hidden = part.id !== id;
  }
}

function finish(text) {
  show(null);
  outcome.textContent = text;
}
