import { calm, onColour, readable } from "../colours";
import { ACCENT } from "../launcher/style";
import type { Theme } from "../views";

/** What the person chose: a theme, or the device's. */
export type Brightness = Theme | "system";

interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly danger: string;
  readonly accent: string;
  readonly pictures: string;
}

/** Warm and without pure white; dim is amber on black, for eyes that light hurts. */
const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    ground: "#f4efe6", surface: "#fbf8f1", text: "#2b2722", quiet: "#5f574d",
    line: "#8a8074", danger: "#8c2f22", accent: ACCENT, pictures: "",
  },
  dark: {
    ground: "#211f1c", surface: "#2b2925", text: "#e6dfd3", quiet: "#b3aa9c",
    line: "#857c70", danger: "#f0a090", accent: "#8fc0b6", pictures: "",
  },
  dim: {
    ground: "#000000", surface: "#0b0906", text: "#c99a4a", quiet: "#a98240",
    line: "#7a5d2c", danger: "#d98a5c", accent: "#c99a4a", pictures: "none",
  },
};

/** The custom properties of a theme, with the site's own colour made readable on it. */
export function properties(theme: Theme, colour: string): Record<string, string> {
  const palette = PALETTES[theme];
  const wanted = theme === "dim" || !colour ? palette.accent : colour;
  const accent = readable(readable(calm(wanted), palette.ground), palette.surface);
  return {
    "--hc-ground": palette.ground,
    "--hc-surface": palette.surface,
    "--hc-text": palette.text,
    "--hc-quiet": palette.quiet,
    "--hc-line": palette.line,
    "--hc-accent": accent,
    "--hc-on-accent": onColour(accent),
    "--hc-danger": palette.danger,
    "--hc-on-danger": onColour(palette.danger),
    "--hc-focus": accent,
    "--hc-radius": "1rem",
    "--hc-pictures": palette.pictures,
  };
}

const KEY = "headache-chat brightness";
const CHOICES: readonly Brightness[] = ["system", "light", "dark", "dim"];

/** The brightness of this tab: the person's own choice, or what the device prefers. */
export class Brightnesses {
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private chosen: Brightness | null;

  constructor(
    private readonly host: HTMLElement,
    private readonly colour: string,
    private readonly keep: Pick<Storage, "getItem" | "setItem"> | null,
  ) {
    const kept = keep?.getItem(KEY) as Brightness | null | undefined;
    this.chosen = kept && CHOICES.includes(kept) ? kept : null;
    this.dark.addEventListener("change", this.apply);
    this.apply();
  }

  /** Lets go of the page. */
  end(): void {
    this.dark.removeEventListener("change", this.apply);
  }

  get theme(): Theme {
    if (this.chosen && this.chosen !== "system") return this.chosen;
    return this.dark.matches ? "dark" : "light";
  }

  get current(): Brightness {
    return this.chosen ?? "system";
  }

  /** True when the person has chosen a brightness, or taken back the dim one. */
  get isChosen(): boolean {
    return this.chosen !== null;
  }

  choose(brightness: Brightness): void {
    this.chosen = brightness;
    try {
      this.keep?.setItem(KEY, brightness);
    } catch {
      // A browser without storage for pages keeps the choice as long as the page is open.
    }
    this.apply();
  }

  private readonly apply = (): void => {
    const theme = this.theme;
    this.host.dataset["theme"] = theme;
    for (const [name, value] of Object.entries(properties(theme, this.colour))) {
      if (value) this.host.style.setProperty(name, value);
      else this.host.style.removeProperty(name);
    }
  };
}
