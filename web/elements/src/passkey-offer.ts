import { CardeaError, type Client, type SignInResult } from "@cardea/client";
import { signInWithPasskey } from "@cardea/client/passkeys";

/** The server forgets a question after five minutes. */
const renewal = 4 * 60_000;

/** The question that waits in the address field: the browser offers the passkeys of this device there (conditional mediation). */
export class PasskeyOffer {
  #waiting: AbortController | null = null;
  #stopRenewing: (() => void) | null = null;

  /** Asks, unless a question waits already or `fits` says no. Asks anew before the server forgets the question. */
  async make(
    client: Client,
    options: () => { readonly device?: string; readonly remember?: boolean },
    fits: () => boolean,
    { used, refused }: { readonly used: (result: SignInResult) => void; readonly refused: (error: CardeaError) => void },
  ): Promise<void> {
    if (this.#waiting || !fits()) {
      return;
    }
    const own = (this.#waiting = new AbortController());
    this.#renew(() => {
      this.end();
      void this.make(client, options, fits, { used, refused });
    });
    try {
      if ((await PublicKeyCredential.isConditionalMediationAvailable()) && fits() && !own.signal.aborted) {
        used(await signInWithPasskey(client, { ...options(), conditional: true, signal: own.signal }));
      }
    } catch (error) {
      // Nobody chose a passkey, or the service is busy: the form is still there. A passkey that was refused is news.
      if (error instanceof CardeaError && (error.status === 401 || error.status === 403)) {
        refused(error);
      }
    } finally {
      if (this.#waiting === own) {
        this.#waiting = null;
      }
    }
  }

  /** Takes the question back. A browser answers one at a time. */
  end(): void {
    this.#stopRenewing?.();
    this.#stopRenewing = null;
    this.#waiting?.abort();
    this.#waiting = null;
  }

  // A page that nobody sees asks nothing. A device that slept asks when somebody looks at it.
  #renew(again: () => void): void {
    this.#stopRenewing?.();
    const asked = Date.now();
    const look = (): void => {
      if (document.visibilityState === "visible" && Date.now() - asked >= renewal) {
        again();
      }
    };
    const timer = setInterval(look, renewal / 16);
    document.addEventListener("visibilitychange", look);
    this.#stopRenewing = () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }
}
