// Serves the page, and passes /auth on to Cardea, so that both have one origin, as behind a gateway.
import { createReadStream } from "node:fs";
import { createServer, request } from "node:http";
import { extname } from "node:path";

const cardea = new URL(process.env.CARDEA ?? "http://localhost:8080");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

createServer((incoming, outgoing) => {
  const { pathname } = new URL(incoming.url, "http://localhost");
  if (pathname.startsWith("/auth/")) {
    const { method, headers, url } = incoming;
    const forwarded = request(new URL(url, cardea), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  } else if (pathname.includes("%")) {
    outgoing.writeHead(404).end();
  } else {
    const path = pathname === "/" ? "/index.html" : pathname;
    createReadStream(new URL(`.${path}`, import.meta.url))
      .on("error", () => outgoing.writeHead(404).end())
      .once("open", () => outgoing.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream"))
      .pipe(outgoing);
  }
}).listen(5173, "localhost", () => console.log("http://localhost:5173"));
