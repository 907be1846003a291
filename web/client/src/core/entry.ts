import { now } from "./clock.js";
import { signedOut } from "./error.js";
import type { Reply } from "./http.js";
import type { SessionKeeper } from "./session.js";
import { type SignOuts, withSignOut } from "./sign-outs.js";
import { isTokens, type Tokens } from "./tokens.js";
import type { Turns } from "./turns.js";
import type { Mode } from "./types.js";
import type { Vault } from "./vault.js";
import type { Send } from "./wire.js";

/** How the user comes and goes. */
export const createEntry = (
  mode: Mode,
  vault: Vault,
  session: SessionKeeper,
  signOuts: SignOuts,
  send: Send,
  turns: Turns,
  disposal: AbortSignal,
) => {
  // How often the user left, in this page.
  let exits = 0;

  return {
    /** Signs in by a request that presents no session. */
    enter: (path: string, body: object): Promise<Reply<Tokens>> =>
      turns.alone(async () => {
        if (mode !== "bearer") {
          // Sent later, they would end the session of the cookies that the answer brings.
          await signOuts.sendAll();
        }
        const { deviceToken, trustToken } = await vault.read();
        const before = exits;
        const at = now();
        const answer = await send<Tokens>("POST", path, { body: { deviceToken, trustToken, ...body }, signal: disposal });
        if (isTokens(answer)) {
          const isLate = before !== exits;
          if (isLate) {
            await vault.update((record) => withSignOut(record, answer.body.refreshToken));
          } else {
            await session.keep(answer.body, at, "", null);
          }
          await signOuts.sendAll().catch(() => {});
          if (isLate) {
            throw signedOut();
          }
        }
        return answer;
      }),

    /** Forgets the session at once, and tells the server as soon as it can be told. */
    async signOut(all: boolean): Promise<void> {
      exits++;
      await session.leave((record, left) => (left || mode !== "bearer" ? withSignOut(record, left?.refreshToken, all) : record));
      await signOuts.sendSoon();
    },
  };
};
