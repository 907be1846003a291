import type { Client, State } from "../../../web/client/dist/index.js";

declare global {
  interface Window {
    tab: {
      readonly client: Client;
      readonly states: readonly State[];
      untilAnswered(): Promise<number | "signed out">;
    };
  }
}
