/** Colours as the web counts them: contrast by WCAG 2, of sRGB values 0 to 255. */

type Rgb = readonly [number, number, number];

/** The least contrast of text, and the least of the edge of a control. */
export const TEXT_CONTRAST = 4.5;
const GLARING = 0.8; // luminance, of 1 for white
const STEP = 0.05;

/** A colour such as "#2f5d57" in its three parts. */
export function parsed(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The contrast of two colours, from 1 (none) to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself, or made darker or lighter until it can be read on the ground. */
export function readable(colour: string, ground: string, least = TEXT_CONTRAST): string {
  const towards = luminance(ground) > 0.18 ? 0 : 255;
  for (let share = 0; share <= 1; share += STEP) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, ground) >= least) return mixed;
  }
  return towards ? "#ffffff" : "#000000";
}

/** The colour itself, or a little darker: without glare, and so that words on it can be read. */
export function calm(colour: string): string {
  for (let share = 0; share < 1; share += STEP) {
    const mixed = mix(colour, 0, share);
    if (luminance(mixed) <= GLARING && contrast(onColour(mixed), mixed) >= TEXT_CONTRAST) return mixed;
  }
  return "#000000";
}

/** Near-black or near-white, whichever can be read better on a colour. */
export function onColour(colour: string): string {
  const [light, dark] = ["#fffdf8", "#1c1a17"] as const;
  return contrast(light, colour) >= contrast(dark, colour) ? light : dark;
}

function mix(colour: string, towards: number, share: number): string {
  const parts = parsed(colour).map((part) => Math.round(part + (towards - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: string): number {
  const [red, green, blue] = parsed(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
