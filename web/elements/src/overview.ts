import { CardeaError, type Client, type User } from "@cardea/client";
import { listEvents, recoveryCodes, type SecurityEvent, totp } from "@cardea/client/account";
import { listPasskeys, type Passkey } from "@cardea/client/passkeys";
import { listLinks, listProviders, type Provider, type ProviderLink } from "@cardea/client/providers";

const mostEvents = 20;

/** What is known of an account. Null stands for what the server does not offer. */
export interface Overview {
  readonly me: User;
  readonly hasApp: boolean | null;
  readonly passkeys: readonly Passkey[] | null;
  readonly codesLeft: number | null;
  readonly providers: readonly Provider[];
  readonly links: readonly ProviderLink[];
  readonly events: readonly SecurityEvent[];
}

/** Reads it; null if nobody is signed in. */
export const readOverview = async (client: Client, hasProviders: boolean): Promise<Overview | null> => {
  const [me, hasApp, passkeys, codesLeft, providers, links, events] = await Promise.all([
    client.user(),
    ifThere(totp.isEnabled(client)),
    ifThere(listPasskeys(client)),
    ifThere(recoveryCodes.left(client)),
    hasProviders ? ifThere(listProviders(client)) : [],
    hasProviders ? ifThere(listLinks(client)) : [],
    ifThere(listEvents(client)),
  ]);
  return me && { me, hasApp, passkeys, codesLeft, providers: providers ?? [], links: links ?? [], events: (events?.events ?? []).slice(0, mostEvents) };
};

// A server with users of the app's own has fewer addresses.
const ifThere = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CardeaError && error.status === 404) {
      return null;
    }
    throw error;
  }
};
