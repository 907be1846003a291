import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { de, en } from "../src/texts/generated.js";
import { wordsIn } from "../src/words.js";

const own = async (language: string): Promise<string[]> => Object.keys(JSON.parse(await readFile(new URL(`../src/texts/${language}.json`, import.meta.url), "utf8")) as object);

describe("the texts", () => {
  it("have the same keys and places in both languages", () => {
    expect(Object.keys(de)).toEqual(Object.keys(en));
    const places = (texts: Readonly<Record<string, string>>) => Object.entries(texts).map(([key, text]) => [key, [...text.matchAll(/\{\d\}/g)].map(String).sort()]);
    expect(places(de)).toEqual(places(en));
  });

  it("of the elements alone are sorted", async () => {
    expect(await own("de")).toEqual(await own("en"));
    expect(await own("en")).toEqual((await own("en")).sort());
  });

  it("are those of the first wanted language that there is", () => {
    expect(wordsIn(["fr", "de-AT", "en"]).language).toBe("de");
    expect(wordsIn(["DE"]).say("sign-in.title")).toBe("Anmelden");
    expect(wordsIn(["fr"]).language).toBe("en");
    expect(wordsIn(["constructor"]).language).toBe("en");
  });

  it("can be replaced one by one", () => {
    const words = wordsIn(["en"], { "sign-in.title": "Hello" });
    expect(words.say("sign-in.title")).toBe("Hello");
    expect(words.say("sign-in.button")).toBe("Sign in");
  });

  it("show values as they are", () => {
    expect(wordsIn(["en"]).say("devices.end-name", "{0} $& <b>")).toBe("Sign out {0} $& <b>");
    expect(wordsIn(["en"]).find("toString")).toBeUndefined();
  });

  it("say how long a pause is", () => {
    const words = wordsIn(["en"]);
    expect([1, 2, 89, 90, 3_600, 5_400, 7_200].map((seconds) => words.pause(seconds))).toEqual(["1 second", "2 seconds", "89 seconds", "2 minutes", "60 minutes", "2 hours", "2 hours"]);
    expect(wordsIn(["de"]).pause(1)).toBe("1 Sekunde");
  });
});
