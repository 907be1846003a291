import { useState } from "react";

/** Runs what the user asks for, and says what went wrong. */
export const useAction = () => {
  const [message, setMessage] = useState(null);
  const [busy, setBusy] = useState(false);
  const run = async (action) => {
    setBusy(true);
    setMessage(null);
    try {
      return await action();
    } catch (error) {
      setMessage(error.message);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, message };
};
