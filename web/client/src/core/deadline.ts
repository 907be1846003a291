/** A signal that fires after `limit` milliseconds or with `signal`, and what takes both back. */
export const deadline = (limit: number, signal: AbortSignal): [AbortSignal, cancel: () => void] => {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, limit);
  if (signal.aborted) {
    abort();
  }
  signal.addEventListener("abort", abort);
  return [
    controller.signal,
    () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  ];
};
