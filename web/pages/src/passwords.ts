import { all } from "./dom.js";

/** Shows what is typed on demand, and how hard a new password is to guess, roughly. The server decides which passwords it takes. */
export function enhancePasswords(): void {
  for (const button of all("[data-show]")) {
    const input = document.getElementById(button.dataset["show"]!) as HTMLInputElement;
    const [show, hide] = [button.textContent, button.dataset["hideText"]!];
    button.hidden = false;
    button.setAttribute("aria-controls", input.id);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const isShown = input.type === "password";
      input.type = isShown ? "text" : "password";
      button.textContent = isShown ? hide : show;
      button.setAttribute("aria-pressed", String(isShown));
      input.focus();
    });
    // What stays readable must not be sent as plain text: browsers would remember it.
    input.form?.addEventListener("submit", () => (input.type = "password"));
  }

  for (const input of all("[data-strength]:not([data-strength=\"\"])") as HTMLInputElement[]) {
    const bar = document.createElement("div");
    bar.className = "cardea-strength";
    input.closest(".cardea-field")!.append(bar);
    input.addEventListener("input", () => (bar.dataset["level"] = String(level(input.value, input.minLength))));
  }
}

function level(password: string, shortest: number): number {
  const different = new Set(password).size;
  return password.length === 0 ? 0 : password.length < shortest || different < 6 ? 1 : password.length < shortest + 5 ? 2 : 3;
}
