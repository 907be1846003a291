// Writes src/contract.ts from the OpenAPI document; with --check, says if it is out of date.
import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const document = new URL("../../../docs/reference/openapi.json", import.meta.url);
const target = new URL("../src/contract.ts", import.meta.url);
const text = `// Made from docs/reference/openapi.json by \`npm run generate\`. Do not edit.\n${astToString(await openapi(document))}`;

if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if (text !== (await readFile(target, "utf8").catch(() => ""))) {
  console.error("src/contract.ts differs from docs/reference/openapi.json: run 'npm run generate' in web/client, and commit the result.");
  process.exit(1);
}
