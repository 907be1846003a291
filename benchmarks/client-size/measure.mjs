// Bundles each library's client as an app would, and prints what the browser gets. Run `npm ci` here and in web/, and `npm run build` in web/client first.
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const own = fileURLToPath(new URL("../../web/client/", import.meta.url));
const subjects = [
  ["@cardea/client", `export { createClient } from ${JSON.stringify(`${own}dist/index.js`)}`, `${own}package.json`],
  [
    "@cardea/client, with account, sessions, passkeys and events",
    ["index", "account", "sessions", "passkeys", "events"].map((name) => `export * from ${JSON.stringify(`${own}dist/${name}.js`)}`).join("\n"),
    `${own}package.json`,
  ],
  ["@auth0/auth0-spa-js", 'export { createAuth0Client } from "@auth0/auth0-spa-js"'],
  ["@supabase/auth-js", 'export { AuthClient } from "@supabase/auth-js"'],
  ["@supabase/supabase-js", 'export { createClient } from "@supabase/supabase-js"'],
  ["oidc-client-ts", 'export { UserManager } from "oidc-client-ts"'],
  ["supertokens-website", 'export { default } from "supertokens-website"'],
  ["better-auth", 'export { createAuthClient } from "better-auth/client"'],
];

console.log("| library | version | minified | gzip | brotli |\n|---|---|---|---|---|");
for (const [name, code, manifest = `node_modules/${name}/package.json`] of subjects) {
  const bundle = await rolldown({
    input: "entry",
    platform: "browser",
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? fileURLToPath(new URL("entry.mjs", import.meta.url)) : null),
        load: (id) => (id.endsWith("/client-size/entry.mjs") ? code : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  const bytes = Buffer.from(output.map((chunk) => chunk.code ?? "").join(""));
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  const sizes = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)].map(({ length }) => `${(length / 1000).toFixed(1)} kB`);
  console.log(`| ${[name, version, ...sizes].join(" | ")} |`);
}
