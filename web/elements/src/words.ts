import { de, en } from "./texts/generated.js";

/** The key of a text. */
export type TextKey = keyof typeof en;

/** Texts that take the place of Cardea's, by their keys. */
export type Texts = Readonly<Partial<Record<TextKey, string>> & Record<string, string>>;

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, de };

/** The texts in one language. */
export interface Words {
  /** The language, as in `lang` of HTML. */
  readonly language: string;
  /** A text, with values in its places such as `{0}`. */
  say(key: TextKey, ...values: readonly (string | number)[]): string;
  /** A text whose key has a code of the server; undefined if there is none. */
  find(key: string): string | undefined;
  /** A pause in words. */
  pause(seconds: number): string;
}

/** The texts of the first wanted language that there is, else of English. */
export const wordsIn = (wanted: readonly string[], texts: Texts = {}): Words => {
  const language = wanted.map((name) => name.toLowerCase().split("-")[0]!).find((name) => Object.hasOwn(languages, name)) ?? "en";
  const all = languages[language]!;
  const find = (key: string): string | undefined => (Object.hasOwn(texts, key) ? texts[key] : Object.hasOwn(all, key) ? all[key] : undefined);
  const say: Words["say"] = (key, ...values) => (find(key) ?? key).replace(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
  return {
    language,
    find,
    say,
    pause(seconds) {
      const [count, unit] =
        seconds < 90 ? ([Math.ceil(seconds), "second"] as const) : seconds < 5_400 ? ([Math.ceil(seconds / 60), "minute"] as const) : ([Math.ceil(seconds / 3_600), "hour"] as const);
      return count === 1 ? (find(`pause.${unit}`) ?? "") : (find(`pause.${unit}s`) ?? "").replace("{0}", String(count));
    },
  };
};

/** The languages that the page wants for an element: its own, or the nearest above it, else the browser's. */
export const wantedLanguages = (element: Element): readonly string[] => {
  const near = element.closest<HTMLElement>("[lang]")?.getAttribute("lang");
  return near ? [near] : navigator.languages;
};
