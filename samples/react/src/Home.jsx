import { totp } from "@cardea/client/account";
import { followEvents } from "@cardea/client/events";
import { useCardea, useUser } from "@cardea/client/react";
import { endSession, listSessions } from "@cardea/client/sessions";
import { useCallback, useEffect, useState } from "react";
import { useAction } from "./useAction.js";

export const Home = () => {
  const client = useCardea();
  const user = useUser();
  return (
    <>
      <header>
        <h1>{user?.email ?? "…"}</h1>
        <button onClick={() => client.signOut()}>Sign out</button>
        <button className="plain" onClick={() => client.signOut({ scope: "all" })}>
          Sign out everywhere
        </button>
      </header>
      <Devices />
      <SecondFactor />
    </>
  );
};

const Devices = () => {
  const client = useCardea();
  const [sessions, setSessions] = useState([]);
  const { run, message } = useAction();
  const load = useCallback(() => listSessions(client).then(setSessions, () => {}), [client]);

  // The list follows the server. When this session ends elsewhere, the status becomes signedOut, and the page shows the form.
  useEffect(() => {
    void load();
    return followEvents(client, { sessions: load });
  }, [client, load]);

  return (
    <section>
      <h2>Your devices</h2>
      {message && <p role="alert">{message}</p>}
      <ul>
        {sessions.map(({ id, current, device, userAgent, lastUsedAt }) => (
          <li key={id}>
            <span>
              {device ?? userAgent ?? "A device"}
              <small>{current ? "this device" : new Date(lastUsedAt).toLocaleString()}</small>
            </span>
            <button className="plain" onClick={() => run(() => endSession(client, id).then(load))}>
              Sign out
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

const SecondFactor = () => {
  const client = useCardea();
  const [app, setApp] = useState(null);
  const [codes, setCodes] = useState(null);
  const { run, busy, message } = useAction();

  const confirm = (event) => {
    event.preventDefault();
    const { code } = Object.fromEntries(new FormData(event.target));
    void run(async () => setCodes(await totp.confirm(client, code)));
  };

  return (
    <section>
      <h2>Second factor</h2>
      {message && <p role="alert">{message}</p>}
      {codes ? (
        <>
          <p>It is on. Keep these codes; each works once, without your phone.</p>
          <pre>{codes.join("\n")}</pre>
        </>
      ) : app ? (
        <form onSubmit={confirm}>
          <img src={app.qrCode} alt={`Add ${app.secret} to your authenticator app`} />
          <label>
            Code
            <input name="code" autoComplete="one-time-code" required />
          </label>
          <button disabled={busy}>Turn it on</button>
        </form>
      ) : (
        <button disabled={busy} onClick={() => run(async () => setApp(await totp.begin(client)))}>
          Add an authenticator app
        </button>
      )}
    </section>
  );
};
