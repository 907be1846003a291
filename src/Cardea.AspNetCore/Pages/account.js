const form = document.querySelector("form");
const outcome = document.getElementById("outcome");
const token = new URLSearchParams(location.hash.slice(1)).get("token");

// Out of the address, so that it stays in no history.
history.replaceState(null, "", location.pathname);
if (!token) {
  form.hidden = true;
  outcome.textContent = "This address lacks its code: open the link from the mail once more.";
}

form.addEventListener("submit", async event => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.dataset.address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) }),
    });
    if (answer.ok) {
      form.hidden = true;
      outcome.textContent = form.dataset.done;
      return;
    }

    const problem = await answer.json();
    outcome.textContent = Object.values(problem.errors ?? {}).flat().join(" ") || problem.detail;
  } catch {
    outcome.textContent = "The service could not be reached: try again.";
  }

  button.disabled = false;
});
