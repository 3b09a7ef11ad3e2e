import { vi } from "vitest";
import type { Acknowledgement, Message, Say, Session, State } from "../../src/protocol";

export const SESSION: Session = {
  token: "token",
  expires_in: 3600,
  route: "",
  erase_token: null,
  assistant: "Headache helper",
  site: "Calm Corner",
  country: "GB",
  emergency_number: "999",
  call: "tel:999",
  booking_link: "",
  contact: "",
  most_characters: 1000,
  retention_days: 30,
  consent_version: "1",
};
export const STATE: State = {
  tier: "none",
  massage_allowed: true,
  stage: "hello",
  asked: null,
  consent: null,
  emergency_number: "999",
  call: "tel:999",
  light_hurts: false,
};

export function said(text: string, changes: Partial<Message> = {}): Message {
  return { id: `id of ${text}`, from: "assistant", at: 1, text, choices: [], response: "", view: null, helpful: null, ...changes };
}

export const offered = (...titles: string[]) => titles.map((title) => ({ title, token: `token of ${title}` }));

/** The assistant's end of the line, played by the test. */
export class Assistant {
  session = SESSION;
  answer: Acknowledgement = { ok: true };
  readonly heard: Say[] = [];
  readonly asked: string[] = [];
  private readonly listeners = new Map<string, (data: unknown) => void>();

  /** Stands in for the `io` of socket.io. */
  readonly socket = {
    connected: true,
    on: (name: string, act: (data: unknown) => void) => void this.listeners.set(name, act),
    emit: vi.fn(),
    timeout: () => ({
      emitWithAck: async (_: string, say: Say) => {
        this.heard.push(say);
        return this.answer;
      },
    }),
    connect: vi.fn(),
    disconnect: vi.fn(),
    removeAllListeners: () => this.listeners.clear(),
  };

  readonly fetch = async (address: string): Promise<Response> => {
    this.asked.push(address.replace(/^.*\//, ""));
    return new Response(JSON.stringify(this.session));
  };

  tells(name: string, data: unknown): void {
    this.listeners.get(name)?.(data);
  }

  /** The talk so far, after which the line is open. */
  knows(...messages: Message[]): void {
    this.tells("history", { messages, state: STATE });
  }

  says(text: string, changes: Partial<Message> = {}): void {
    this.tells("message", said(text, changes));
  }
}
