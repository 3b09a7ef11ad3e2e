import type { ErrorCode, Session } from "../protocol";
import { Rights } from "./rights";

/** Why the server did not answer as hoped; the strings have a sentence for each code. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly retryAfter: number | null = null,
  ) {
    super(code);
  }
}

/** Where the token is kept: as long as the tab is open. */
export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;
type Fetch = (address: string, request: RequestInit) => Promise<Response>;

const KEY = "headache-chat";

/** The session of this tab: asked for once, renewed, and used for what is fetched. */
export class SessionKeeper {
  /** True when the talk before this one could not be taken up again. */
  lastTalkEnded = false;
  private token: string | null;
  /** Erases this talk, and outlasts its session; there is none before the person agreed. */
  private right: string | null;
  /** Leads all that belongs to this talk to the same worker; the server tells it. */
  private route = "";
  private readonly rights: Rights;
  private askingForRight = false;

  /** `lasting` outlives the tab: only rights to erase are kept there. */
  constructor(
    private readonly server: string,
    private readonly keep: Keep | null,
    lasting: Keep | null,
    private readonly fetcher: Fetch = (address, request) => fetch(address, request),
  ) {
    this.token = read(keep, this.place);
    this.right = read(keep, this.placeOfRight);
    this.rights = new Rights(this.placeOfRight, lasting);
  }

  get current(): string | null {
    return this.token;
  }

  /** What the addresses of this talk carry, so that all of it reaches the same worker. */
  get query(): Record<string, string> {
    return this.route ? { route: this.route } : {};
  }

  /** A session: the one of before, renewed, or a new one. Refusal, or TypeError without a network. */
  async open(): Promise<Session> {
    try {
      return this.take(await this.ask(this.token));
    } catch (error) {
      if (!isOver(error) || this.token === null) throw error;
      this.leave();
      this.lastTalkEnded = true;
      return this.take(await this.ask(null));
    }
  }

  /** Takes over a renewed token. */
  renew(token: string): void {
    this.token = token;
    write(this.keep, this.place, token);
  }

  /** Gets the right to erase this talk later, too; the person has agreed that it is kept. */
  async keepRight(): Promise<void> {
    if (this.right || !this.token || this.askingForRight) return;
    this.askingForRight = true;
    const token = this.token;
    try {
      const session = await this.ask(token);
      if (this.token === token) this.take(session);
    } catch {
      // It is asked for again after the next answer.
    } finally {
      this.askingForRight = false;
    }
  }

  /** Forgets the talk, which was erased, so that the next one is a new one. */
  forget(): void {
    if (this.right) this.rights.drop(this.right);
    this.leave();
  }

  /** The transcript, as a file. Refusal or TypeError. */
  async transcript(format: "text" | "json"): Promise<Blob> {
    return (await this.call("transcript", "GET", this.token, { format })).blob();
  }

  /** Erases the whole talk, also after its session has ended. Refusal or TypeError. */
  async erase(): Promise<void> {
    try {
      await this.call("erase", "POST", this.token);
    } catch (error) {
      if (!isOver(error) || !this.right) throw error;
      await this.call("erase", "POST", this.right);
    }
    this.forget();
  }

  /** Whether talks other than this one, held in this browser, may still be kept. */
  get hasOthers(): boolean {
    return this.others.length > 0;
  }

  /** Erases them. Refusal or TypeError. */
  async eraseOthers(): Promise<void> {
    for (const right of this.others) {
      try {
        await this.call("erase", "POST", right);
      } catch (error) {
        if (!isOver(error)) throw error; // else it is gone already
      }
      this.rights.drop(right);
    }
  }

  private get others(): readonly string[] {
    return this.rights.tokens.filter((token) => token !== this.right);
  }

  private get place(): string {
    return `${KEY} ${this.server}`;
  }

  private get placeOfRight(): string {
    return `${KEY} erase ${this.server}`;
  }

  private take(session: Session): Session {
    this.renew(session.token);
    this.route = session.route;
    if (session.erase_token) this.replaceRight(session.erase_token, session.retention_days);
    return session;
  }

  private replaceRight(right: string, days: number): void {
    if (this.right) this.rights.drop(this.right);
    this.rights.add(right, days);
    this.right = right;
    write(this.keep, this.placeOfRight, right);
  }

  /** Leaves a talk that can't be taken up again; the right to erase it stays. */
  private leave(): void {
    this.token = null;
    this.right = null;
    this.route = "";
    write(this.keep, this.place, null);
    write(this.keep, this.placeOfRight, null);
  }

  private async ask(token: string | null): Promise<Session> {
    return (await (await this.call("session", "POST", token)).json()) as Session;
  }

  private async call(
    path: string,
    method: string,
    token: string | null,
    more: Record<string, string> = {},
  ): Promise<Response> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    const request: RequestInit = { method, headers, mode: "cors", credentials: "omit", cache: "no-store" };
    if (method === "POST") request.body = "{}";
    const query = new URLSearchParams({ ...more, ...this.query }).toString();
    const address = `${this.server}/webhooks/web/${path}`;
    const response = await this.fetcher(query ? `${address}?${query}` : address, request);
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const told = (await response.json()) as { error?: ErrorCode; retry_after?: number };
    return new Refusal(told.error ?? "unavailable", told.retry_after ?? null);
  } catch {
    return new Refusal("unavailable"); // a proxy in between answers in its own way
  }
}

/** Whether a token lets nobody in any more. */
function isOver(error: unknown): boolean {
  return error instanceof Refusal && /_token$/.test(error.code);
}

function write(keep: Keep | null, place: string, value: string | null): void {
  try {
    if (value === null) keep?.removeItem(place);
    else keep?.setItem(place, value);
  } catch {
    // A browser without storage for pages keeps the talk as long as the page is open.
  }
}

function read(keep: Keep | null, place: string): string | null {
  try {
    return keep?.getItem(place) ?? null;
  } catch {
    return null; // storage may be forbidden for pages
  }
}

/** The tab's own storage, or null where a page has none. */
export function tabStorage(): Keep | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** What the browser keeps for the page's site when its tabs are closed, or null. */
export function lastingStorage(): Keep | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
