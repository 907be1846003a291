/** All elements of a page that have an attribute. */
export function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

/** A field of a form. */
export function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

/** The address of the contract, below the prefix that the app chose. */
export function contract(path: string): string {
  return `${document.body.dataset["base"] ?? ""}${path}`;
}

/** Tells the reader of the page what went wrong. */
export function say(text: string): void {
  let notice = document.querySelector<HTMLElement>("main > .cardea-notice");
  if (notice === null) {
    notice = document.createElement("p");
    notice.className = "cardea-notice";
    document.querySelector("h1")!.after(notice);
  }

  notice.dataset["kind"] = "error";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
}
