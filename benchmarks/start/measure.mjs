// Compares the size and the start of native programs: node measure.mjs <program> <program> …
// Each round starts each program once, on a fresh SQLite file. So a disturbance of the machine meets all of them.
// A name with "+providers" starts the program with two providers in its settings.
import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rounds = 10;
const programs = process.argv.slice(2);
const times = new Map(programs.map((program) => [program, []]));

const providers = {
  Cardea__Providers__google__ClientId: "id",
  Cardea__Providers__google__ClientSecret: "secret",
  Cardea__Providers__github__ClientId: "id",
  Cardea__Providers__github__ClientSecret: "secret",
};

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const start = async (program) => {
  const [path, withProviders] = program.split("+");
  const folder = await mkdtemp(join(tmpdir(), "cardea-start-"));
  const address = `http://127.0.0.1:${await freePort()}`;
  const begun = performance.now();
  const server = spawn(path, ["serve", "--urls", address], {
    cwd: folder,
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: "Development", ...(withProviders ? providers : {}) },
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => server.on("close", resolve));
  for (;;) {
    const answer = await fetch(`${address}/health/ready`).catch(() => null);
    if (answer?.ok) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  times.get(program).push(performance.now() - begun);
  server.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true });
};

for (let round = 0; round < rounds; round++) {
  for (const program of programs) {
    await start(program);
  }
}

console.log("| program | on disk | start to first 200, median (range) of 10 |\n|---|---|---|");
for (const program of programs) {
  const sorted = times.get(program).sort((a, b) => a - b);
  const size = (await stat(program.split("+")[0])).size;
  console.log(`| ${program} | ${(size / 1e6).toFixed(1)} MB | ${sorted[rounds / 2].toFixed(0)} ms (${sorted[0].toFixed(0)}–${sorted.at(-1).toFixed(0)}) |`);
}
