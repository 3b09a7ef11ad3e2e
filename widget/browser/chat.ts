import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import { PICTURES } from "./places";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The chat on a page, as a person meets it. */
export class Chat {
  constructor(readonly page: Page) {}

  /** Goes to a page and opens the chat there; the assistant has greeted. */
  async open(address = "/"): Promise<void> {
    await this.page.goto(address);
    await this.launcher.click();
    await this.hears(/I'm a program, not a doctor/);
  }

  /** Opens the chat and agrees to what is kept. */
  async begin(address = "/"): Promise<void> {
    await this.open(address);
    await this.choose("Yes, go on");
    await this.hears(/Tell me about your headache|A few words|What bothers you|Where does it hurt/i);
  }

  /** From a first description to the suggestion of a massage. */
  async reachSuggestion(): Promise<void> {
    await this.begin();
    await this.say("dull band round my head since lunch, deadline stress, no nausea no fever");
    await this.hears(/Any of these right now/);
    await this.tick("None of these");
    await this.hears(/do any of these apply to you/);
    await this.tick("None of these");
    await this.hears(/from 0 to 10/);
    await this.panel.getByRole("radio", { name: /^4/ }).or(this.panel.getByRole("button", { name: /^4/ })).last().click();
    await this.sendForm();
    await this.hears(/Last check/);
    await this.tick("None of these");
    await this.hears(/It isn't a diagnosis/);
  }

  get launcher(): Locator {
    return this.page.getByRole("button", { name: "Chat about your headache" });
  }

  get panel(): Locator {
    return this.page.locator("headache-chat-panel dialog.panel");
  }

  get input(): Locator {
    return this.panel.getByLabel("Your message");
  }

  get entries(): Locator {
    return this.panel.locator(".entry");
  }

  get newest(): Locator {
    return this.panel.locator(".entry.assistant").last();
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  async choose(title: string): Promise<void> {
    await this.panel.getByRole("button", { name: title, exact: true }).last().click();
  }

  /** Waits until the assistant has taken in all that was said. */
  async isTaken(): Promise<void> {
    await expect(this.panel.locator(".status")).toHaveCount(0);
  }

  /** Ticks items of the newest checklist and sends them. */
  async tick(...titles: string[]): Promise<void> {
    for (const title of titles) await this.newest.getByRole("checkbox", { name: title, exact: true }).check();
    await this.sendForm();
  }

  /** Presses the send button of the newest question, when it has one. */
  async sendForm(): Promise<void> {
    const send = this.newest.getByRole("button", { name: /^Send/ });
    if (await send.count()) await send.last().click();
  }

  /** Waits until the assistant's newest words match. */
  async hears(words: RegExp): Promise<void> {
    await expect(this.panel.locator(".entry.assistant").filter({ hasText: words }).last()).toBeVisible();
  }

  async menu(item: string): Promise<void> {
    await this.panel.getByRole("button", { name: "Menu", exact: true }).click();
    await this.panel.getByRole("button", { name: item, exact: true }).click();
  }

  /** No violation of WCAG 2.2 A and AA in what is shown now. */
  async isAccessible(): Promise<void> {
    const found = await new AxeBuilder({ page: this.page }).include("headache-chat").withTags(WCAG).analyze();
    const told = found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" | ")}`);
    expect(told).toEqual([]);
  }

  /** Keeps a picture of the page for looking at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${PICTURES}/${name}.png` });
  }
}

/** Tests get a chat on a page of its own; any error of a script on the page fails them. */
export const test = base.extend<{ chat: Chat }>({
  chat: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await use(new Chat(page));
    expect(errors).toEqual([]);
  },
});

export { expect };
