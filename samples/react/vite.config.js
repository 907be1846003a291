import { defineConfig } from "vite";

// The page and the server have one origin, as in production behind one gateway: so the cookies are first-party.
export default defineConfig({
  server: { port: 5173, proxy: { "/auth": process.env.CARDEA ?? "http://localhost:8080" } },
});
