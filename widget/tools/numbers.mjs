import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The emergency numbers by country as "number:GBXX,number:...", from the assistant's knowledge. */
export function emergencyNumbers(file) {
  const countries = parse(readFileSync(file, "utf8")).emergency_numbers;
  const byNumber = new Map();
  for (const [country, { call }] of Object.entries(countries)) {
    byNumber.set(call, (byNumber.get(call) ?? "") + country);
  }
  return [...byNumber].map(([number, of]) => `${number}:${of}`).join(",");
}
