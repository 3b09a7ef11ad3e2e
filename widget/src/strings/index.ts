import { en } from "./en";

type Said<Text> = { readonly [Key in keyof Text]: Text[Key] extends string ? string : Said<Text[Key]> };

/** All sentences of the widget, in any language. */
export type Strings = Said<typeof en>;

const LANGUAGES: Readonly<Record<string, Strings>> = { en };
const WRITTEN_FROM_THE_RIGHT = new Set(["ar", "fa", "he", "ur"]);

/** The strings of a language, by its tag such as "en-GB"; English where there are none yet. */
export function stringsOf(language: string): Strings {
  return LANGUAGES[primary(language)] ?? en;
}

/** The language that the sentences are in: the wanted one, or English where there are none yet. */
export function languageOf(language: string): string {
  return primary(language) in LANGUAGES ? language : "en";
}

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return WRITTEN_FROM_THE_RIGHT.has(primary(language)) ? "rtl" : "ltr";
}

/** A sentence with its {fields} filled in; a field without a value becomes empty. */
export function filled(sentence: string, fields: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name] ?? ""));
}

function primary(language: string): string {
  return language.toLowerCase().split("-")[0] ?? "";
}
