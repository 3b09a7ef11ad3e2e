import { expect, test, type Chat } from "./chat";
import { HOST_PAGE } from "./places";

async function fits(chat: Chat): Promise<void> {
  const widths = await chat.panel.evaluate((panel) => {
    const log = panel.querySelector(".log") as HTMLElement;
    return [panel.scrollWidth - panel.clientWidth, log.scrollWidth - log.clientWidth];
  });
  expect(Math.max(...widths)).toBeLessThanOrEqual(1);
}

async function targetsAreLarge(chat: Chat): Promise<void> {
  const small = await chat.panel.evaluate((panel) =>
    [...panel.querySelectorAll<HTMLElement>("button, a[href], textarea, label")]
      .filter((each) => each.checkVisibility() && !each.closest(".bubble, p"))
      .map((each) => [each.textContent?.trim() || each.getAttribute("aria-label"), each.getBoundingClientRect()] as const)
      .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
      .map(([name, box]) => `${name}: ${box.width}x${box.height}`),
  );
  expect(small).toEqual([]);
}

test.describe("in the dark", () => {
  test.use({ colorScheme: "dark" });
  test("the chat is dark and can be read", async ({ chat }) => {
    await chat.reachSuggestion();
    await chat.isAccessible();
    await chat.picture("12-dark");
  });
});

test("who says that light hurts gets a dim screen, and bright again with one tap", async ({ chat }) => {
  await chat.begin();
  const host = chat.page.locator("headache-chat-panel");
  await chat.say("left side throbbing, feel sick, light is killing me");
  await chat.hears(/Any of these right now/);
  await expect(host).toHaveAttribute("data-theme", "dim");
  await chat.isAccessible();
  await chat.picture("13-dim");
  await chat.choose("Keep it bright");
  await expect(host).toHaveAttribute("data-theme", "light");
  await chat.tick("None of these");
  await chat.hears(/do any of these apply to you/);
  await expect(host).toHaveAttribute("data-theme", "light");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true });
  test("the chat fills the screen, and fingers reach everything", async ({ chat }) => {
    await chat.reachSuggestion();
    const box = await chat.panel.boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 375, height: 740 });
    await fits(chat);
    await targetsAreLarge(chat);
    await chat.picture("14-phone");
  });
});

test.describe("320 pixels wide", () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test("nothing is cut off, from the head map to the suggestion", async ({ chat }) => {
    await chat.begin();
    await fits(chat);
    await chat.picture("15-narrow-head-map");
    await chat.say("dull band round my head since lunch, stress, no nausea no fever");
    await chat.hears(/Any of these right now/);
    await fits(chat);
    await targetsAreLarge(chat);
    await chat.isAccessible();
    await chat.picture("16-narrow-checklist");
  });
});

test.describe("at twice the size", () => {
  // What 200% zoom makes of a window of 1100 by 860.
  test.use({ viewport: { width: 550, height: 430 }, deviceScaleFactor: 2 });
  test("everything is still there", async ({ chat }) => {
    await chat.begin();
    await fits(chat);
    await expect(chat.input).toBeInViewport();
    await chat.isAccessible();
    await chat.picture("17-zoomed");
  });
});

test.describe("with reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  test("nothing moves", async ({ chat }) => {
    await chat.reachSuggestion();
    await chat.choose("Guide me through it");
    await chat.hears(/Warm your hands/);
    const moving = await chat.panel.evaluate((panel) => panel.getAnimations({ subtree: true }).length);
    expect(moving).toBe(0);
    await chat.picture("18-reduced-motion");
  });
});

test("a page written from the right gets the chat so, too", async ({ chat }) => {
  await chat.begin(`${HOST_PAGE}/rtl`);
  await expect(chat.panel).toHaveAttribute("dir", "rtl");
  const [panel, send] = await Promise.all([
    chat.panel.boundingBox(),
    chat.panel.locator("button.send").boundingBox(),
  ]);
  expect(send!.x - panel!.x).toBeLessThan(panel!.width / 2);
  await fits(chat);
  await chat.isAccessible();
  await chat.picture("19-from-the-right");
});

test("the site's name, colour, corner and greeting are those on the tag", async ({ chat }) => {
  const attributes = 'data-name="Calm Corner" data-colour="#ffd700" data-position="left" data-greeting="Good to see you."';
  await chat.open(`${HOST_PAGE}/?attributes=${encodeURIComponent(attributes)}`);
  await expect(chat.panel.getByRole("heading", { name: "Calm Corner" })).toBeVisible();
  await expect(chat.panel.getByText("Good to see you.")).toBeVisible();
  expect((await chat.panel.boundingBox())!.x).toBeLessThan(40);
  await chat.isAccessible();
});
