import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { CardeaEvents } from "./events.js";
import type { CardeaDevices, CardeaSecurity, CardeaSignIn } from "./index.js";

export type * from "./index.js";
import "./index.js";

type Handlers = { readonly [Name in keyof CardeaEvents as `on${Name}`]?: (event: CustomEvent<CardeaEvents[Name]>) => void };

/** What an element takes in JSX: its properties, and its events as `oncardea-signed-in`. */
export type ElementProps<Element extends HTMLElement, Names extends keyof Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element> &
  Handlers & { readonly [Name in Names]?: Element[Name] | undefined };

type Common = "client" | "url" | "mode" | "texts" | "passwordLength";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "cardea-sign-in": ElementProps<CardeaSignIn, Common | "register" | "providers" | "without" | "device" | "returnUrl">;
      "cardea-devices": ElementProps<CardeaDevices, Common>;
      "cardea-security": ElementProps<CardeaSecurity, Common | "providers" | "returnUrl">;
    }
  }
}
