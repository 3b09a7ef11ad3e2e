import type { ErrorCode, Session } from "../protocol";

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

  constructor(
    private readonly server: string,
    private readonly keep: Keep | null,
    private readonly fetcher: Fetch = (address, request) => fetch(address, request),
  ) {
    this.token = read(keep, this.place);
  }

  get current(): string | null {
    return this.token;
  }

  /** A session: the one of before, renewed, or a new one. Refusal, or TypeError without a network. */
  async open(): Promise<Session> {
    try {
      return this.take(await this.ask(this.token));
    } catch (error) {
      const over = error instanceof Refusal && /_token$/.test(error.code);
      if (!over || this.token === null) throw error;
      this.forget();
      this.lastTalkEnded = true;
      return this.take(await this.ask(null));
    }
  }

  /** Takes over a renewed token. */
  renew(token: string): void {
    this.token = token;
    try {
      this.keep?.setItem(this.place, token);
    } catch {
      // A browser without storage for pages keeps the talk as long as the page is open.
    }
  }

  /** Forgets the talk, so that the next one is a new one. */
  forget(): void {
    this.token = null;
    try {
      this.keep?.removeItem(this.place);
    } catch {
      // As above.
    }
  }

  /** The transcript, as a file. Refusal or TypeError. */
  async transcript(format: "text" | "json"): Promise<Blob> {
    return (await this.call(`transcript?format=${format}`, "GET", this.token)).blob();
  }

  /** Erases the whole talk. Refusal or TypeError. */
  async erase(): Promise<void> {
    await this.call("erase", "POST", this.token);
    this.forget();
  }

  private get place(): string {
    return `${KEY} ${this.server}`;
  }

  private take(session: Session): Session {
    this.renew(session.token);
    return session;
  }

  private async ask(token: string | null): Promise<Session> {
    return (await (await this.call("session", "POST", token)).json()) as Session;
  }

  private async call(path: string, method: string, token: string | null): Promise<Response> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (token) headers["Authorization"] = `Bearer ${token}`;
    const request: RequestInit = { method, headers, mode: "cors", credentials: "omit", cache: "no-store" };
    if (method === "POST") request.body = "{}";
    const response = await this.fetcher(`${this.server}/webhooks/web/${path}`, request);
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
