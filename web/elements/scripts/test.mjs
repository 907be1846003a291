// Runs every check of the package. The last line counts them: the tests of Vitest, and one for each other check.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = await mkdtemp(join(tmpdir(), "cardea-elements-"));
const results = join(folder, "vitest.json");
const archive = join(folder, "package.tgz");
let passed = 0;
let failed = 0;

const run = (command, env = {}) =>
  new Promise((resolve) => {
    const process_ = spawn(command, { shell: true, env: { ...process.env, ...env } });
    let output = "";
    process_.stdout.on("data", (data) => (output += data));
    process_.stderr.on("data", (data) => (output += data));
    process_.on("close", (code) => resolve({ code, output }));
  });

const check = async (name, command, env) => {
  const start = Date.now();
  const { code, output } = await run(command, env);
  console.log(`${code === 0 ? "ok" : "FAILED"}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (code === 0) {
    passed++;
  } else {
    failed++;
    console.log(output);
  }
  return code === 0;
};

const unit = async () => {
  await check("unit tests", `vitest run --reporter=default --reporter=json --outputFile.json=${results}`);
  const report = JSON.parse(await readFile(results, "utf8").catch(() => "{}"));
  passed += report.numPassedTests ?? 0;
  failed += report.numFailedTests ?? 0;
};

const archiveIsFit = async () => {
  if (await check("build", "tsdown")) {
    await check("pack", `npm pack --ignore-scripts --silent --pack-destination ${folder} && mv ${folder}/cardea-elements-*.tgz ${archive}`);
    await check("publint", `publint run ${archive} --strict`);
    await check("are the types wrong", `attw ${archive} --profile esm-only --format ascii --exclude-entrypoints ./cardea.css ./standalone.js`);
    await check("size", "size-limit");
  }
  await check("the page with all states", "vite build states --logLevel warn");
};

const source = async () => {
  await check("generated texts", "node scripts/texts.mjs --check");
  await unit();
  await check("types", "tsc --project .");
  await check("lint", "eslint --max-warnings 0 .");
};

// The elements stand on the built client.
await check("client", "npm run build --silent --prefix ../client");
await Promise.all([archiveIsFit(), source()]);
await rm(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
