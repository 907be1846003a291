import { useStatus } from "@cardea/client/react";
import { Home } from "./Home.jsx";
import { SignIn } from "./SignIn.jsx";

export const App = () => {
  const { state, sessionId } = useStatus();
  if (state === "unknown") {
    return <p>One moment…</p>;
  }
  return (
    <>
      {state === "offline" && <p role="status">The server can't be reached. You stay signed in.</p>}
      {state === "signedOut" ? <SignIn /> : <Home key={sessionId} />}
    </>
  );
};
