import type { Client, State } from "../../../web/client/dist/index.js";

declare global {
  interface Window {
    /** SignalR's client, where a test has loaded it. */
    readonly signalR: typeof import("@microsoft/signalr");
    hub: { readonly connection: import("@microsoft/signalr").HubConnection; readonly told: string[]; closed: boolean };
    tab: {
      readonly client: Client;
      readonly states: readonly State[];
      untilAnswered(): Promise<number | "signed out">;
    };
  }
}
