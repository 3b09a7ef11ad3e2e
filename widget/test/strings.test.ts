import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { directionOf, filled, languageOf, stringsOf } from "../src/strings";
import { en } from "../src/strings/en";

const CODES: string[] = JSON.parse(readFileSync("protocol.schema.json", "utf8")).definitions.Error.enum;

describe("the strings", () => {
  it("have a sentence for every refusal of the protocol, and for no other", () => {
    expect(Object.keys(en.errors).sort()).toEqual([...CODES].sort());
  });

  it("fill in what they are given and never show a field's name", () => {
    expect(filled("Call {number} now, {who}.", { number: "999" })).toBe("Call 999 now, .");
  });

  it("are English for a language that nobody has written yet, and for English of any country", () => {
    expect(stringsOf("xx")).toBe(en);
    expect(stringsOf("en-GB")).toBe(en);
  });

  it("say which language they are in, so that no voice reads English as French", () => {
    expect([languageOf("fr-CH"), languageOf("en-GB")]).toEqual(["en", "en-GB"]);
  });

  it("run from the right for languages written so", () => {
    expect([directionOf("ar-EG"), directionOf("en")]).toEqual(["rtl", "ltr"]);
  });
});
