/** How long the button of a download waits: the page stays, and nothing says when the file has come. */
const downloadPause = 3_000;

/** How long any other button waits: the user may have stopped the request, and nothing says so. */
const pause = 10_000;

/** A form is sent once: a second click while the first is under way would only cost time. */
export function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    // After this event: a disabled button would not be a part of what is sent.
    setTimeout(() => {
      if (!event.defaultPrevented) {
        disable(form);
      }
    });
  });

  // The back button shows the page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
}

// Some buttons of a form stand outside of it.
function disable(form: HTMLFormElement): void {
  const buttons = ([...form.elements] as HTMLElement[]).filter((element) => element instanceof HTMLButtonElement && !element.disabled) as HTMLButtonElement[];
  buttons.forEach((button) => (button.disabled = true));
  setTimeout(() => buttons.forEach((button) => (button.disabled = false)), "download" in form.dataset ? downloadPause : pause);
}
