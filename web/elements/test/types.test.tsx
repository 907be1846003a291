import type { Client } from "@cardea/client";
import { expectTypeOf } from "expect-type";
import type { JSX } from "react";
import { expect, it } from "vitest";
import type { CardeaSignedInDetail } from "../src/react.js";

it("React 19 knows the elements, their properties and their events", () => {
  type Props = JSX.IntrinsicElements["cardea-sign-in"];
  expectTypeOf<Props["client"]>().toEqualTypeOf<Client | null | undefined>();
  expectTypeOf<Props["register"]>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<NonNullable<Props["oncardea-signed-in"]>>().parameter(0).toEqualTypeOf<CustomEvent<CardeaSignedInDetail>>();
  expectTypeOf<HTMLElementTagNameMap["cardea-devices"]["client"]>().toEqualTypeOf<Client | null>();
  const element = <cardea-sign-in url="/" register oncardea-signed-in={({ detail }) => detail.sessionId.length} />;
  expect(element.type).toBe("cardea-sign-in");
});

it("a server that renders can import the elements", async () => {
  expect(Object.keys(await import("../src/index.js"))).toEqual(["CardeaDevices", "CardeaSecurity", "CardeaSignIn"]);
});
