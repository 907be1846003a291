import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** What to run: Cardea's server, or an app that embeds Cardea and has a hub. */
const programs = {
  server: { path: process.env["CARDEA_PROGRAM"] ?? join(root, "src/Cardea.Server/bin/Release/net10.0/Cardea.Server"), arguments: ["serve"] },
  app: { path: join(root, "tests/Cardea.BrowserApp/bin/Release/net10.0/Cardea.BrowserApp"), arguments: [] },
};

export type Program = keyof typeof programs;
const faketime = ["x86_64", "aarch64"].map((kind) => `/usr/lib/${kind}-linux-gnu/faketime/libfaketime.so.1`).find(existsSync);

export const freePort = async (): Promise<number> => {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as { port: number };
  listener.close();
  await once(listener, "close");
  return port;
};

/** A server in a process of its own, on a clock that the test sets forward. */
export class Server {
  private child: ChildProcess | undefined;
  private log = "";
  private ahead = 0;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: Record<string, string>,
    private readonly program: Program,
  ) {}

  static async start(settings: Record<string, string>, program: Program = "server"): Promise<Server> {
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), "cardea-browser-")), settings, program);
    await server.leap(0);
    await server.start();
    return server;
  }

  /** Sets the clock of the server forward, as if this time had passed. */
  async leap(seconds: number): Promise<void> {
    this.ahead += seconds;
    await writeFile(join(this.folder, "clock.new"), `+${this.ahead}\n`);
    await rename(join(this.folder, "clock.new"), join(this.folder, "clock"));
  }

  /** Ends the server as a failure of its machine would, and starts it again. */
  async restart(pause = 0): Promise<void> {
    await this.kill();
    await new Promise((resolve) => setTimeout(resolve, pause));
    await this.start();
  }

  /** Runs a command beside the server, with a line for it to read. */
  async command(words: string[], line: string): Promise<void> {
    const child = spawn(programs.server.path, words, { cwd: this.folder, stdio: ["pipe", "ignore", "pipe"], env: this.environment });
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    child.stdin.end(`${line}\n`);
    const [code] = await once(child, "exit");
    if (code !== 0) {
      throw new Error(`${words.join(" ")} ended with ${code}: ${errors}`);
    }
  }

  /** The code in the link of the mail to an address. A server in development writes its mails to files. */
  async codeOfMail(address: string): Promise<string> {
    const outbox = join(this.folder, "data", "outbox");
    for (let tries = 0; tries < 300; tries++) {
      for (const name of await readdir(outbox).catch((): string[] => [])) {
        const text = name.endsWith(".eml") ? await readFile(join(outbox, name), "utf8") : "";
        const code = /#token=([\w-]+)/.exec(text)?.[1];
        if (text.includes(`To: ${address}`) && code !== undefined) {
          return code;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    throw new Error(`There is no mail to ${address}.`);
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      DATABASE_URL: undefined,
      ASPNETCORE_ENVIRONMENT: "Development",
      Cardea__Attempts__SignIns: "100000",
      Cardea__Attempts__Registrations: "100000",
      ...this.settings,
      LD_PRELOAD: faketime,
      FAKETIME_TIMESTAMP_FILE: join(this.folder, "clock"),
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",

      // With this fix, which current versions of glibc don't need, timed waits of .NET return at once, and take a core.
      FAKETIME_FORCE_MONOTONIC_FIX: "0",
    };
  }

  private async start(): Promise<void> {
    if (!faketime) {
      throw new Error("The clock of the server can't be set: install the package 'faketime'.");
    }
    const { path, arguments: before } = programs[this.program];
    const child = spawn(path, [...before, "--urls", `http://127.0.0.1:${this.port}`], {
      cwd: this.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: this.environment,
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => (this.log += text));
    }
    await this.untilReady();
  }

  /** Waits until the server answers everything. */
  async untilReady(): Promise<void> {
    for (let tries = 0; ; tries++) {
      if (this.child?.exitCode !== null || tries > 600) {
        throw new Error(`The server is not ready: ${this.log}`);
      }
      const answer = await fetch(`http://127.0.0.1:${this.port}${this.program === "server" ? "/health/ready" : "/.well-known/jwks.json"}`).catch(() => undefined);
      if (answer?.ok) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
}
