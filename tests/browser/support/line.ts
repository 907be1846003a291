import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server as HttpServer, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Certificate } from "./certificate.ts";

const root = join(import.meta.dirname, "../../..");
const folders: Record<string, string> = {
  "/app/client/": join(root, "web/client/dist"),
  "/app/package/": join(root, "web/elements/dist"),
  "/app/elements/": join(root, "web/elements/.states"),
  "/app/page/": join(import.meta.dirname, "../page"),
  "/app/signalr/": join(import.meta.dirname, "../node_modules/@microsoft/signalr/dist/browser"),
};
const types: Record<string, string> = { ".css": "text/css", ".js": "text/javascript", ".html": "text/html" };

/** What the line does with an answer of the server. */
export type Fate = "arrives" | "late" | "lost";

/** An answer of the server, as the line saw it. */
export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly cookies: readonly string[];
}

/**
 * The line between the browser and the server, and the origin of the page. It forwards requests, loses and delays answers, and
 * remembers what passed.
 */
export class Line {
  readonly passed: Passed[] = [];

  /** Decides over an answer. */
  fate: (passed: Passed) => Fate = () => "arrives";

  /** How long an answer that is late takes, in milliseconds. */
  delay: () => number = () => 1_000;

  /** Where the server listens. Without one, nobody answers. */
  target: number | undefined;

  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly listener: HttpServer,
    readonly port: number,
  ) {}

  static async open(port: number, certificate?: Certificate): Promise<Line> {
    const listener = certificate ? createTlsServer(certificate) : createServer();
    const line = new Line(listener, port);
    listener.on("connection", (socket: Socket) => {
      line.sockets.add(socket);
      socket.on("close", () => line.sockets.delete(socket));
    });
    listener.on("request", (incoming, outgoing) => void line.serve(incoming, outgoing));
    listener.on("upgrade", (incoming, socket) => line.forwardUpgrade(incoming, socket));
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
    return line;
  }

  /** Breaks all connections. Nobody answers until there is a target again. */
  cut(): void {
    this.target = undefined;
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  count(match: (passed: Passed) => boolean): number {
    return this.passed.filter(match).length;
  }

  async close(): Promise<void> {
    this.listener.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await once(this.listener, "close");
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url!.split("?")[0]!;
    const folder = Object.keys(folders).find((prefix) => path.startsWith(prefix));
    if (folder || path === "/app/") {
      const file = folder ? join(folders[folder]!, normalize(path.slice(folder.length))) : join(folders["/app/page/"]!, "index.html");
      outgoing.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
      outgoing.end(await readFile(file));
    } else if (path === "/favicon.ico") {
      outgoing.end();
    } else {
      this.forward(incoming, outgoing, path);
    }
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse, path: string): void {
    const onward = request({ host: "127.0.0.1", port: this.target ?? 1, method: incoming.method!, path: incoming.url!, headers: incoming.headers });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    onward.on("response", (answer) => {
      const passed = { method: incoming.method!, path, status: answer.statusCode!, cookies: answer.headers["set-cookie"] ?? [] };
      this.passed.push(passed);
      const deliver = (): void => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      };
      switch (this.fate(passed)) {
        case "arrives":
          return deliver();
        case "late":
          return void setTimeout(deliver, this.delay());
        case "lost":
          answer.resume();
          return void outgoing.destroy();
      }
    });
    incoming.pipe(onward);
  }

  private forwardUpgrade(incoming: IncomingMessage, socket: import("node:stream").Duplex): void {
    const onward = request({ host: "127.0.0.1", port: this.target ?? 1, method: "GET", path: incoming.url!, headers: incoming.headers });
    socket.on("error", () => onward.destroy());
    onward.on("error", () => socket.destroy());
    const head = (answer: IncomingMessage): string =>
      `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${answer.rawHeaders.map((text, index) => (index % 2 ? `${text}\r\n` : `${text}: `)).join("")}\r\n`;
    onward.on("upgrade", (answer, server) => {
      socket.write(head(answer));
      server.on("error", () => socket.destroy());
      socket.pipe(server).pipe(socket);
    });
    onward.on("response", (answer) => {
      socket.write(head(answer));
      answer.pipe(socket);
    });
    onward.end();
  }
}
