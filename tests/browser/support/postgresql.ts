import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { randomBytes, randomUUID } from "node:crypto";
import { freePort } from "./server.ts";

export type Store = "sqlite" | "postgresql";

const debian = "/usr/lib/postgresql";
const needed = ["initdb", "postgres", "psql"];
const oldest = 15;

const versionOf = (folder: string): number =>
  Number(/\) (\d+)/.exec(spawnSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1] ?? 0);

const folders = (process.env["PATH"] ?? "").split(delimiter).concat(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : []);
const programs = folders
  .filter((folder) => needed.every((program) => existsSync(join(folder, program))))
  .toSorted((one, other) => versionOf(other) - versionOf(one))
  .find((folder) => versionOf(folder) >= oldest);

/** Why tests can't run on this store here, if so. In CI, they run and fail. */
export const missingStore = (store: Store): string | undefined =>
  store === "postgresql" && programs === undefined && !process.env["CI"]
    ? "There is no PostgreSQL 15 or newer here: run 'sudo apt-get install postgresql'."
    : undefined;

/** A PostgreSQL server of the tests' own, with its files in memory where there is such a place. It ends with the tests. */
export class Cluster {
  private constructor(
    private readonly server: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
    private readonly password: string,
  ) {}

  static async start(): Promise<Cluster> {
    if (programs === undefined) {
      throw new Error("There is no PostgreSQL 15 or newer here.");
    }

    const folder = join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `cardea-${randomUUID()}`);
    await run(join(programs, "initdb"), ["-D", folder, "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256"]);
    const port = await freePort();

    // The server ends, and its files go, when the input ends: at the latest with this process.
    const script = '"$0" "$@" > "$PGDATA/log" 2>&1 & read end; kill -QUIT $! 2> /dev/null; wait; rm -rf "$PGDATA"';
    const settings = ["-p", `${port}`, "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
    const server = asServer(["/bin/sh", "-c", script, join(programs, "postgres"), ...settings], folder, ["pipe", "ignore", "ignore"]);
    const cluster = new Cluster(server, folder, port, randomBytes(16).toString("hex"));
    for (let tries = 0; ; tries++) {
      try {
        await cluster.execute("SELECT");
        break;
      } catch (error) {
        if (tries > 300 || server.exitCode !== null) {
          await cluster.end();
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }

    await cluster.execute(`CREATE ROLE cardea LOGIN PASSWORD '${cluster.password}'`);
    return cluster;
  }

  /** Makes an empty database: the settings of a server that keeps its data there. */
  async create(): Promise<Record<string, string>> {
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    await this.execute(`CREATE DATABASE ${name} OWNER cardea`);
    return {
      ConnectionStrings__Cardea: `Host=127.0.0.1;Port=${this.port};Username=cardea;Password=${this.password};Database=${name};SSL Mode=Disable`,
      Cardea__MasterKey: randomBytes(32).toString("base64"),
    };
  }

  async end(): Promise<void> {
    const ended = this.server.exitCode === null ? once(this.server, "exit") : undefined;
    this.server.stdin?.end();
    await ended;
  }

  private execute(statement: string): Promise<void> {
    return run(join(programs!, "psql"), ["-h", this.folder, "-p", `${this.port}`, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-c", statement, "postgres"]);
  }
}

// PostgreSQL refuses to run as root, as the tests in a container do: then everything is done by the user postgres.
const asServer = (command: string[], data: string, stdio: ["pipe" | "ignore", "ignore", "pipe" | "ignore"]): ChildProcess => {
  const [program, ...rest] = process.getuid?.() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", ...command] : command;
  return spawn(program!, rest, { cwd: tmpdir(), stdio, env: { ...process.env, PGDATA: data } });
};

const run = async (program: string, rest: string[]): Promise<void> => {
  const child = asServer([program, ...rest], "", ["ignore", "ignore", "pipe"]);
  let said = "";
  child.stderr?.on("data", (text) => (said += text));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) {
    throw new Error(`${program} failed with ${code}: ${said}`);
  }
};
