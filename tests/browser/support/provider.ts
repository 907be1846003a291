import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** An OpenID Connect provider whose user says yes to everything. It is another site than the issuer: to a browser, an address and a name differ. */
export class Provider {
  private readonly key: KeyObject;
  private readonly jwk: object;
  private readonly nonces = new Map<string, string>();

  /** True if the user stops the sign-in there. */
  refuses = false;

  private constructor(
    private readonly server: Server,
    readonly email: string,
  ) {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.key = createPrivateKey(pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    this.jwk = { ...pair.publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "1" };
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The settings of a server that trusts it. */
  get settings(): Record<string, string> {
    return {
      Cardea__Providers__work__Issuer: this.issuer,
      Cardea__Providers__work__ClientId: "cardea",
      Cardea__Providers__work__ClientSecret: "a secret of the provider's",
      Cardea__Providers__work__DisplayName: "Work",
      Cardea__Providers__work__TrustsEmail: "true",
    };
  }

  static async start(): Promise<Provider> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const provider = new Provider(server, `${crypto.randomUUID()}@example.org`);
    server.on("request", (request, response) => {
      const url = new URL(request.url!, provider.issuer);
      if (url.pathname === "/authorize") {
        response.writeHead(302, { location: provider.authorize(url.searchParams) }).end();
        return;
      }
      let body = "";
      request.on("data", (data) => (body += data));
      request.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(provider.answer(url.pathname, new URLSearchParams(body)))));
    });
    return provider;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private authorize(query: URLSearchParams): string {
    const back = new URL(query.get("redirect_uri")!);
    if (this.refuses) {
      back.searchParams.set("error", "access_denied");
    } else {
      const code = crypto.randomUUID();
      this.nonces.set(code, query.get("nonce")!);
      back.searchParams.set("code", code);
    }
    back.searchParams.set("state", query.get("state")!);
    back.searchParams.set("iss", this.issuer);
    return back.href;
  }

  private answer(path: string, form: URLSearchParams): object {
    switch (path) {
      case "/.well-known/openid-configuration":
        return {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          code_challenge_methods_supported: ["S256"],
          authorization_response_iss_parameter_supported: true,
        };
      case "/jwks":
        return { keys: [this.jwk] };
      default:
        return { access_token: crypto.randomUUID(), token_type: "Bearer", expires_in: 300, id_token: this.idToken(this.nonces.get(form.get("code")!)!) };
    }
  }

  private idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: "cardea",
      sub: createHash("sha256").update(this.email).digest("hex"),
      iat: now,
      exp: now + 300,
      nonce,
      email: this.email,
      email_verified: true,
    };
    const text = [{ alg: "RS256", kid: "1" }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${text}.${sign("sha256", Buffer.from(text), this.key).toString("base64url")}`;
  }
}
