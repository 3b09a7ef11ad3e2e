import { describe, expect, it } from "vitest";
import { calm, contrast, onColour, readable, TEXT_CONTRAST } from "../src/colours";
import { properties } from "../src/panel/theme";

const ANY = ["", "#ffff00", "#ff0000", "#0000ff", "#ffffff", "#000000", "#7f7f7f", "#ffb3c6", "#123456"];
const THEMES = ["light", "dark", "dim"] as const;

describe("colours", () => {
  it("count contrast as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 1);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  it.each(ANY.filter(Boolean))("make %s readable on light and on dark", (colour) => {
    for (const ground of ["#f4efe6", "#211f1c", "#000000"]) {
      expect(contrast(readable(colour, ground), ground)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }
    expect(contrast(onColour(calm(colour)), calm(colour))).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it.each(THEMES.flatMap((theme) => ANY.map((colour) => [theme, colour] as const)))(
    "can be read in the %s theme with the site's colour '%s'",
    (theme, colour) => {
      const of = properties(theme, colour);
      const pairs: [string, string][] = [
        ["--hc-text", "--hc-ground"],
        ["--hc-text", "--hc-surface"],
        ["--hc-quiet", "--hc-ground"],
        ["--hc-quiet", "--hc-surface"],
        ["--hc-accent", "--hc-ground"],
        ["--hc-accent", "--hc-surface"],
        ["--hc-on-accent", "--hc-accent"],
        ["--hc-danger", "--hc-ground"],
        ["--hc-danger", "--hc-surface"],
        ["--hc-on-danger", "--hc-danger"],
      ];
      for (const [text, ground] of pairs) {
        expect(contrast(of[text]!, of[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      }
      expect(contrast(of["--hc-line"]!, of["--hc-ground"]!)).toBeGreaterThanOrEqual(3);
    },
  );

  it("are never pure white", () => {
    for (const theme of THEMES) expect(Object.values(properties(theme, "#ffffff"))).not.toContain("#ffffff");
  });
});
