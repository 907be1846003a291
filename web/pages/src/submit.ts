/** A form is sent once: a second click while the first is under way would only cost time. */
export function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    // After this event: a disabled button would not be a part of what is sent.
    setTimeout(() => {
      if (!event.defaultPrevented) {
        form.querySelectorAll("button").forEach((button) => (button.disabled = true));
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
