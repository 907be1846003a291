import { CardeaError, type Client, type SignInResult } from "@cardea/client";
import { signInWithPasskey } from "@cardea/client/passkeys";

/** The question that waits in the address field: the browser offers the passkeys of this device there (conditional mediation). */
export class PasskeyOffer {
  #waiting: AbortController | null = null;

  /** Asks, unless a question waits already or `fits` says no. */
  async make(
    client: Client,
    naming: { readonly device?: string },
    fits: () => boolean,
    { used, refused }: { readonly used: (result: SignInResult) => void; readonly refused: (error: CardeaError) => void },
  ): Promise<void> {
    if (this.#waiting || !fits()) {
      return;
    }
    const own = (this.#waiting = new AbortController());
    try {
      if ((await PublicKeyCredential.isConditionalMediationAvailable()) && fits() && !own.signal.aborted) {
        used(await signInWithPasskey(client, { ...naming, conditional: true, signal: own.signal }));
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
    this.#waiting?.abort();
    this.#waiting = null;
  }
}
