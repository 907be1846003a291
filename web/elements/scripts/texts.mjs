// Writes src/texts/generated.ts: of the pages' texts, those that the elements use, and the elements' own. With --check, says if it is out of date.
import { readFile, readdir, writeFile } from "node:fs/promises";

const here = (path) => new URL(path, import.meta.url);
const read = async (path) => JSON.parse(await readFile(here(path), "utf8"));
const pages = "../../../src/Cardea.Pages/Texts/";
const target = here("../src/texts/generated.ts");
const folder = here("../src/");

// A text is named in the source by its key, or by the beginning of its key where the rest is a code of the server.
const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts") && !name.endsWith("generated.ts"));
const source = (await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")))).join("\n");
const keys = new Set([...source.matchAll(/"([a-z-]+(?:\.[\w-]+)?)"/g)].map(([, key]) => key));
const families = [...source.matchAll(/`([a-z-]+\.)\$\{/g)].map(([, family]) => family);
const isUsed = (key) => keys.has(key) || families.some((family) => key.startsWith(family));

let text = "// Made by `npm run generate` from src/Cardea.Pages/Texts and from the JSON files beside this one. Do not edit.\n";
for (const language of ["en", "de"]) {
  const files = (await readdir(here(pages))).filter((name) => name.endsWith(`.${language}.json`));
  const theirs = Object.assign({}, ...(await Promise.all(files.map((name) => read(pages + name)))));
  const own = await read(`../src/texts/${language}.json`);
  const used = Object.entries(theirs).filter(([key]) => isUsed(key));
  const all = Object.fromEntries([...used, ...Object.entries(own)].sort(([a], [b]) => (a < b ? -1 : 1)));
  text += `\nexport const ${language} = ${JSON.stringify(all, null, 2)};\n`;
}

if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if (text !== (await readFile(target, "utf8").catch(() => ""))) {
  console.error("src/texts/generated.ts is out of date: run 'npm run generate' in web/elements, and commit the result.");
  process.exit(1);
}
