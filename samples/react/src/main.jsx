import { createClient } from "@cardea/client";
import { CardeaProvider } from "@cardea/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.jsx";

// One client for the page. It outlives every component.
const client = createClient({ url: location.origin, mode: "cookie" });

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <CardeaProvider client={client}>
      <App />
    </CardeaProvider>
  </StrictMode>,
);
