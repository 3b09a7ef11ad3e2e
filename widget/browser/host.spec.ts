import { Chat, expect, test } from "./chat";
import { ASSISTANT, HOST_PAGE, STRANGE_PAGE } from "./places";

test("a hostile host page neither breaks the chat nor is touched by it", async ({ chat }) => {
  const refused: string[] = [];
  chat.page.on("console", (line) => {
    if (/Content Security Policy/i.test(line.text())) refused.push(line.text());
  });
  await chat.page.goto(`${HOST_PAGE}/hostile`);
  const style = () => chat.page.locator("#own").evaluate((own) => JSON.stringify([...getComputedStyle(own)].map((name) => getComputedStyle(own).getPropertyValue(name))));
  const before = await style();
  await chat.launcher.click();
  await chat.hears(/I'm a program, not a doctor/);
  await chat.choose("Yes, go on");
  await expect(chat.panel.getByRole("button", { name: "Left temple" }).last()).toBeVisible();
  expect(await style()).toBe(before);
  expect(await chat.panel.evaluate((panel) => getComputedStyle(panel).fontSize)).toBe("17px");
  const left = await chat.page.evaluate(() => {
    const page = window as unknown as { io: unknown; before: string[]; shift?: number };
    return { io: page.io, added: Object.keys(window).filter((name) => !page.before.includes(name) && name !== "before"), shift: page.shift ?? 0 };
  });
  expect(left.io).toEqual({ mine: true });
  expect(left.added.filter((name) => name !== "shift")).toEqual([]);
  expect(left.shift).toBe(0);
  expect(refused).toEqual([]);
  await chat.picture("20-hostile-host");
});

test("the page asks nobody but the assistant", async ({ chat }) => {
  const asked = new Set<string>();
  chat.page.on("request", (request) => asked.add(new URL(request.url()).origin));
  chat.page.on("websocket", (socket) => asked.add(new URL(socket.url()).origin.replace("ws:", "http:")));
  await chat.begin(`${HOST_PAGE}/`);
  expect([...asked].filter((origin) => origin !== "null").sort()).toEqual([ASSISTANT, HOST_PAGE].sort());
});

test("a page that the assistant does not know is told so, with the number to call", async ({ page }) => {
  const chat = new Chat(page);
  await page.goto(STRANGE_PAGE);
  await chat.launcher.click();
  await expect(chat.panel.getByText("999").first()).toBeVisible();
  await expect(chat.entries).toHaveCount(0);
});

test("when the rest can't be loaded, the launcher itself says whom to call, and tries again", async ({ page }) => {
  const chat = new Chat(page);
  await page.route(/headache-chat-.*\.js/, (route) => route.abort());
  await page.goto(`${HOST_PAGE}/`);
  await chat.launcher.click();
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("call 999 now");
  await expect(notice.locator('a[href="tel:999"]')).toBeVisible();
  await page.unroute(/headache-chat-.*\.js/);
  await notice.getByRole("button", { name: "Try again" }).click();
  await chat.hears(/I'm a program, not a doctor/);
});

test("a changed file is never run", async ({ page }) => {
  const chat = new Chat(page);
  await page.route(/headache-chat-.*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\nwindow.changed = true;` });
  });
  await page.goto(`${HOST_PAGE}/`);
  await chat.launcher.click();
  await expect(page.getByRole("alert")).toContainText("call 999 now");
  expect(await page.evaluate(() => (window as { changed?: boolean }).changed)).toBeUndefined();
});

test("with the assistant down the chat says whom to call, and comes back with it", async ({ chat }) => {
  await chat.page.route("**/webhooks/web/**", (route) => route.abort());
  await chat.page.goto(`${HOST_PAGE}/`);
  await chat.launcher.click();
  await expect(chat.panel.locator(".notice").getByText(/can't be reached right now/)).toBeVisible({ timeout: 30_000 });
  await expect(chat.panel.locator('a[href="tel:999"]').first()).toBeVisible();
  await chat.isAccessible();
  await chat.picture("21-down");
  await chat.page.unroute("**/webhooks/web/**");
  await chat.choose("Try again");
  await chat.hears(/I'm a program, not a doctor/);
});

const MARKUP = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><svg onload="window.hacked=1">`;

test("markup in any field stays text", async ({ chat }) => {
  const quoted = MARKUP.replaceAll('"', "&quot;");
  const attributes = `data-name="${quoted}" data-greeting="${quoted}" data-colour="${quoted}" data-country="${quoted}" data-booking-link="javascript:window.hacked=1"`;
  await chat.open(`${HOST_PAGE}/?attributes=${encodeURIComponent(attributes)}`);
  await chat.choose("Yes, go on");
  await chat.say(MARKUP);
  await expect(chat.panel.locator(".entry.person").last()).toContainText("<img src=x");
  await chat.say("i called the doctor <b>yesterday</b> **bold** [link](javascript:alert(1))");
  await chat.isTaken();
  await chat.page.reload();
  await chat.launcher.click();
  await expect(chat.panel.locator(".entry.person").filter({ hasText: "<img src=x" })).toHaveCount(1);
  expect(await chat.page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
  await expect(chat.panel.locator("img, script, b")).toHaveCount(0);
});
