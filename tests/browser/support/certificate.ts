import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A certificate for these names that nobody else has, for this run. */
export const createCertificate = (names: readonly string[]): Certificate => {
  const folder = mkdtempSync(join(tmpdir(), "cardea-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=Cardea's browser tests",
      "-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`, "-keyout", key, "-out", cert,
    ],
    { stdio: "ignore" },
  );
  const certificate = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return certificate;
};
