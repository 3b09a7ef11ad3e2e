import type { Keep } from "./session";

const MOST = 20;
const MILLISECONDS_A_DAY = 86_400_000;
/** The server lets a right outlast what is kept by two days. */
const DAYS_LONGER = 2;

type Right = readonly [token: string, until: number];

/** The rights to erase the talks that were held in this browser. They open nothing. */
export class Rights {
  constructor(
    private readonly place: string,
    private readonly keep: Keep | null,
  ) {}

  /** The tokens that still erase something, oldest first. */
  get tokens(): readonly string[] {
    return this.read().map(([token]) => token);
  }

  /** Keeps a right as long as its talk may be kept. */
  add(token: string, days: number): void {
    const until = Date.now() + (days + DAYS_LONGER) * MILLISECONDS_A_DAY;
    this.write([...this.read(), [token, until] as const].slice(-MOST));
  }

  drop(token: string): void {
    this.write(this.read().filter(([other]) => other !== token));
  }

  private read(): Right[] {
    try {
      const kept: unknown = JSON.parse(this.keep?.getItem(this.place) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isRight).filter(([, until]) => until > Date.now()) : [];
    } catch {
      return []; // storage may be forbidden for pages, or hold what is not ours
    }
  }

  private write(rights: readonly Right[]): void {
    try {
      if (rights.length) this.keep?.setItem(this.place, JSON.stringify(rights));
      else this.keep?.removeItem(this.place);
    } catch {
      // As above: the talk can then be erased only while its tab is open.
    }
  }
}

function isRight(value: unknown): value is Right {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
}
