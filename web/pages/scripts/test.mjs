// Checks the source, and that the committed files are the ones that it builds. The last line counts the checks.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const committed = join(import.meta.dirname, "../../../src/Cardea.Pages/Assets");
const folder = await mkdtemp(join(tmpdir(), "cardea-pages-"));
let [passed, failed] = [0, 0];

const report = (name, output) => {
  console.log(`${output === "" ? "ok" : "FAILED"}: ${name}`);
  if (output === "") {
    passed++;
  } else {
    failed++;
    console.log(output);
  }
};

const run = (name, command) => {
  const { status, stdout, stderr } = spawnSync(command, { shell: true, encoding: "utf8" });
  report(name, status === 0 ? "" : `${stdout}${stderr}`);
};

const differences = async () => {
  const names = [...new Set([...(await readdir(folder)), ...(await readdir(committed))])];
  const read = (place, name) => readFile(join(place, name)).catch(() => Buffer.alloc(0));
  const changed = [];
  for (const name of names) {
    if (!(await read(folder, name)).equals(await read(committed, name))) {
      changed.push(name);
    }
  }

  return changed.length === 0 ? "" : `${changed.join(", ")} differ: run 'npm run build' in web/pages, and commit what it writes.`;
};

run("types", "tsc --project .");
run("lint", "eslint --max-warnings 0 .");
run("build", `vite build --logLevel warn --outDir ${folder} && vite build --mode console --logLevel warn --outDir ${folder}`);
report("the committed files are those of the source", await differences());
await rm(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
