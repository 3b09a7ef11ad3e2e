/** Made by the build from data/knowledge/emergency_numbers.yml: "number:GBXX,number:..." */
declare const __EMERGENCY_NUMBERS__: string;

/** The emergency number of a country, or null when it is not known. */
export function emergencyNumber(country: string): string | null {
  if (!country) return null;
  for (const entry of __EMERGENCY_NUMBERS__.split(",")) {
    const [number, countries] = entry.split(":");
    if (countries?.match(/../g)?.includes(country)) return number ?? null;
  }
  return null;
}

/** A tel: link, or an empty text for a number that can't be dialled. */
export function callLink(number: string): string {
  return /^\d[\d ]*$/.test(number) ? `tel:${number.replaceAll(" ", "")}` : "";
}
