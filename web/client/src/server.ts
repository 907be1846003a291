import { CardeaError } from "./core/error.js";
import { codeOf, failure, read } from "./core/http.js";
import type { User } from "./core/types.js";

/** The settings of {@link createServerClient}. */
export interface ServerClientOptions {
  /** The address of the server, with the prefix where Cardea is mapped. */
  readonly url: string | URL;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Speaks to the server for the browser whose request is being answered. */
export interface ServerClient {
  /** Sends a request below the server's address with the browser's cookies. Keeps the cookies that come back. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The signed-in user; null if nobody is signed in. */
  user(): Promise<User | null>;
  /** The browser's cookies as they are now, for requests to other APIs on the site. */
  readonly cookie: string;
  /** Adds every `Set-Cookie` that came back to the headers of the answer to the browser. Without them the browser would fall behind. */
  forward(headers: Headers): void;
}

/**
 * Makes a client for one request of a browser, in a program that renders pages. For mode `cookie`, on the server's own site.
 *
 * @param request The browser's request.
 */
export const createServerClient = (request: { readonly headers: Headers }, options: ServerClientOptions): ServerClient => {
  const url = String(options.url).replace(/\/+$/, "");
  const { origin } = new URL(url);
  const send = options.fetch ?? globalThis.fetch;
  const jar = new Map(
    (request.headers.get("Cookie") ?? "")
      .split(/; */)
      .filter((pair) => pair.includes("="))
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const),
  );
  const received: string[] = [];

  const client: ServerClient = {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    },

    async fetch(path, init) {
      const address = new URL(url + path);
      // "@other.example/" after the address of the server would be a name before another host.
      if (!path.startsWith("/") || address.origin !== origin) {
        throw new CardeaError("origin_not_allowed", "A path below the server's address begins with a slash.");
      }
      const headers = new Headers(init?.headers);
      if (client.cookie) {
        headers.set("Cookie", client.cookie);
      }
      const agent = request.headers.get("User-Agent");
      if (agent && !headers.has("User-Agent")) {
        headers.set("User-Agent", agent);
      }
      const response = await send(String(address), { redirect: "manual", cache: "no-store", ...init, headers });
      for (const line of response.headers.getSetCookie()) {
        received.push(line);
        const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name && (/;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line) || !value)) {
          jar.delete(name.trim());
        } else if (name) {
          jar.set(name.trim(), value ?? "");
        }
      }
      return response;
    },

    async user() {
      const answer = await read<User>(await client.fetch("/auth/me"));
      if (answer.status === 401 && codeOf(answer)) {
        return null;
      }
      if (answer.status !== 200) {
        throw failure(answer);
      }
      return answer.body;
    },

    forward(headers) {
      received.forEach((line) => headers.append("Set-Cookie", line));
    },
  };
  return client;
};
