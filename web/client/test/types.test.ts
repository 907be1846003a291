import type { IHttpConnectionOptions } from "@microsoft/signalr";
import { expectTypeOf } from "expect-type";
import { it } from "vitest";
import type { Client, ClientStorage, SignInResult, Session, User } from "../src/index.js";
import type { HubOptions } from "../src/signalr.js";
import type { UserStore } from "../src/user-store.js";

it("has the types that apps rely on", () => {
  expectTypeOf<User["emailVerified"]>().toEqualTypeOf<boolean>();
  expectTypeOf<User["roles"]>().toEqualTypeOf<string[]>();
  expectTypeOf<Session["device"]>().toEqualTypeOf<string | null>();
  expectTypeOf<Parameters<Client["signIn"]>[0]>().not.toBeAny();
  expectTypeOf<{ email: string }>().not.toExtend<Parameters<Client["signIn"]>[0]>();
  expectTypeOf<Storage>().toExtend<ClientStorage>();
  expectTypeOf<Extract<SignInResult, { next: "secondFactor" }>["mfaToken"]>().toBeString();
  expectTypeOf<HubOptions>().toExtend<IHttpConnectionOptions>();
  expectTypeOf<UserStore["current"]["user"]>().toEqualTypeOf<User | null | undefined>();
});
