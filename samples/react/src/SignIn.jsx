import { useCardea } from "@cardea/client/react";
import { useState } from "react";
import { useAction } from "./useAction.js";

export const SignIn = () => {
  const client = useCardea();
  const [step, setStep] = useState(null);
  const { run, busy, message } = useAction();

  const submit = (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    const isNew = event.nativeEvent.submitter?.value === "new";
    void run(async () => {
      const result = step
        ? await client.signIn({ mfaToken: step.mfaToken, code: form.code })
        : await client[isNew ? "signUp" : "signIn"]({ email: form.email, password: form.password });
      setStep(result.next === "secondFactor" ? result : null);
    });
  };

  return (
    <form onSubmit={submit}>
      <h1>{step ? "One more step" : "Welcome"}</h1>
      {step ? (
        <label>
          Code of your authenticator app, or a recovery code
          <input name="code" autoComplete="one-time-code" required autoFocus />
        </label>
      ) : (
        <>
          <label>
            Email
            <input name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            Password, 15 characters or more
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
        </>
      )}
      {message && <p role="alert">{message}</p>}
      <button disabled={busy}>{step ? "Go on" : "Sign in"}</button>
      {!step && (
        <button disabled={busy} value="new" className="plain">
          Make an account
        </button>
      )}
    </form>
  );
};
