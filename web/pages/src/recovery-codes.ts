import { all } from "./dom.js";

/** Downloads or prints recovery codes. They never leave the browser. */
export function enhanceRecoveryCodes(): void {
  for (const button of all("[data-download]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const codes = [...document.querySelectorAll(`#${button.dataset["download"]!} code`)].map((code) => code.textContent);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([codes.join("\n") + "\n"], { type: "text/plain" }));
      link.download = button.dataset["file"]!;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
