const forms = [...document.querySelectorAll("form")];
const outcome = document.getElementById("outcome");
const token = new URLSearchParams(location.hash.slice(1)).get("token");

// Out of the address, so that it stays in no history.
history.replaceState(null, "", location.pathname);
if (!token) {
  finish("This address lacks its code: open the link from the mail once more.");
}

for (const form of forms) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    send(form);
  });
}

function finish(text) {
  forms.forEach(form => form.hidden = true);
  outcome.textContent = text;
}

async function send(form) {
  const buttons = document.querySelectorAll("button");
  buttons.forEach(button => button.disabled = true);
  try {
    const answer = await fetch(form.dataset.address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) }),
    });
    if (answer.ok) {
      finish(form.dataset.done);
      return;
    }

    const problem = await answer.json();
    outcome.textContent = Object.values(problem.errors ?? {}).flat().join(" ") || problem.detail;
  } catch {
    outcome.textContent = "The service could not be reached: try again.";
  }

  buttons.forEach(button => button.disabled = false);
}
