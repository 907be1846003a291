import { CardeaError, type Problem } from "@cardea/client";
import { describe, expect, it } from "vitest";
import { strengthOf } from "../src/fields.js";
import { noticeOf } from "../src/notice.js";
import { codeIn, stepAfter } from "../src/steps.js";
import { ago } from "../src/times.js";
import { wordsIn } from "../src/words.js";

const [english, german] = [wordsIn(["en"]), wordsIn(["de"])];
const refused = (code: string, problem: Problem = {}, retryAfter: number | null = null) => new CardeaError(code, "Refused.", undefined, 400, retryAfter, problem);

describe("a notice", () => {
  it("says in words what a code means, and for an unknown code that it did not work", () => {
    expect(noticeOf(refused("invalid_credentials"), english).text).toBe("The e-mail address or the password is wrong.");
    expect(noticeOf(refused("of_a_newer_server"), english).text).toBe("That did not work. Try again in a moment.");
    expect(noticeOf(new TypeError("secret"), english)).toEqual({ text: "That did not work. Try again in a moment.", isError: true, code: "unknown" });
  });

  it("names the members that were refused, in the server's words or in those of the language", () => {
    const error = refused("validation_failed", { errors: { password: ["Too short.", "Too common."] } });
    expect(noticeOf(error, english)).toMatchObject({ text: "Too short. Too common.", members: ["password"] });
    expect(noticeOf(error, german).text).toBe(german.find("fault.password"));
  });

  it("has the pause that the server wants", () => {
    expect(noticeOf(refused("too_many_attempts", {}, 75), english).retryAfter).toBe(75);
    expect(noticeOf(refused("too_many_attempts"), english)).not.toHaveProperty("retryAfter");
  });

  it("says that no passkey was used", () => {
    expect(noticeOf(new DOMException("", "NotAllowedError"), english).code).toBe("passkey_failed");
  });
});

describe("a sign-in", () => {
  it("goes on with the step that the server asks for", () => {
    expect(stepAfter({ next: null, sessionId: "1" })).toBeNull();
    expect(stepAfter({ next: "secondFactor", mfaToken: "t", methods: ["totp"] })).toMatchObject({ name: "second-factor", mfaToken: "t" });
    expect(stepAfter({ next: "enrolment", enrolToken: "t", methods: [], mailCodeRequired: true })).toMatchObject({ name: "enrolment", isMailed: false, mailCodeRequired: true });
    expect(stepAfter({ next: "prove", externalToken: "t", methods: ["password"] })).toMatchObject({ name: "prove", methods: ["password"] });
    expect(stepAfter({ next: "link", linkToken: "t" })).toMatchObject({ name: "link-account", linkToken: "t" });
    expect(stepAfter({ next: "wait" })).toEqual({ name: "wait" });
  });

  it("takes a code, or the whole link", () => {
    expect(codeIn(" abc ")).toBe("abc");
    expect(codeIn("https://id.example.com/account/link#token=abc\n")).toBe("abc");
    expect(codeIn("<https://id.example.com/account/link#token=a\r\n b-_c>.")).toBe("ab-_c");
    expect(codeIn("https://safe.example/?url=https%3A%2F%2Fid.example.com%2Faccount%2Flink%23token%3Dabc&data=1")).toBe("abc");
    expect(codeIn("https://id.example.com/account/link#token=abc&utm_source=x")).toBe("abc");
    expect(codeIn("‹abc›")).toBe("abc");
    expect(codeIn("100 %")).toBe("100");
  });
});

it("the strength of a password is 0 to 3", () => {
  expect(["", "short", "aaaaaaaaaaaaaaaaaaaaaaaaa", "correct horse ba", "correct horse battery"].map((password) => strengthOf(password, 15))).toEqual([0, 1, 1, 2, 3]);
});

it("a time is so long ago", () => {
  const now = Date.parse("2030-01-10T12:00:00Z");
  const at = (iso: string) => ago(new Date(iso), "en", now);
  expect([at("2030-01-10T11:59:50Z"), at("2030-01-10T11:57:00Z"), at("2030-01-10T09:00:00Z"), at("2030-01-09T11:00:00Z")]).toEqual(["this minute", "3 minutes ago", "3 hours ago", "yesterday"]);
});
