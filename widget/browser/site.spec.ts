import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./chat";

for (const [name, address] of [
  ["the demo site", "/"],
  ["the page for site owners", "/for-site-owners"],
] as const) {
  test(`${name} can be used by everybody`, async ({ page }) => {
    await page.goto(address);
    const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
    await page.screenshot({ path: `../results/browser/site-${address === "/" ? "demo" : "owners"}.png`, fullPage: true });
  });
}

test("the owner's page builds the tag, with what was typed made harmless, and shows it", async ({ chat }) => {
  const { page } = chat;
  await page.goto("/for-site-owners");
  await page.getByLabel(/^Name/).fill('Calm "Corner" <b>');
  await page.getByLabel(/^Corner/).selectOption("left");
  await page.getByLabel(/^Country/).selectOption("GB");
  await page.getByLabel(/^Your own first words/).fill("Hello there.");
  await page.getByLabel(/Only ever run/).check();
  const tag = (await page.locator("#tag").textContent()) ?? "";
  expect(tag).toContain('data-name="Calm &quot;Corner&quot; &lt;b&gt;"');
  expect(tag).toContain('data-position="left" data-country="GB"');
  expect(await page.locator("#settings").textContent()).toContain('country: "GB"');
  expect(tag).toMatch(/integrity="sha384-[^"]+" crossorigin="anonymous" defer><\/script>$/);
  await chat.launcher.click();
  await expect(chat.panel.getByRole("heading", { name: 'Calm "Corner" <b>' })).toBeVisible();
  await expect(chat.panel.getByText("Hello there.")).toBeVisible();
});

test("the owner's page says what is wrong with an address, and leaves it out of the tag", async ({ page }) => {
  await page.goto("/for-site-owners");
  const booking = page.getByLabel(/^Where visitors book/);
  await booking.fill("http://stillwater.example/book");
  await booking.blur();
  await expect(page.getByText("Write an address that starts with https://, or leave it empty.")).toBeVisible();
  await expect(booking).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#tag")).not.toContainText("booking");
  await booking.fill("https://stillwater.example/book");
  await booking.blur();
  await expect(page.getByText("Write an address that starts with https://, or leave it empty.")).toBeHidden();
  await expect(page.locator("#tag")).toContainText('data-booking-link="https://stillwater.example/book"');
  await expect(page.locator("#settings")).toContainText('booking_link: "https://stillwater.example/book"');
});

test("the owner's page names the origins that the server and a policy must allow", async ({ page }) => {
  await page.goto("/for-site-owners");
  await page.getByLabel(/^Address of the assistant/).fill("https://helper.stillwater.example/");
  await page.getByLabel(/^Address of your site/).fill("https://www.stillwater.example/prices?from=here");
  await expect(page.locator("#tag")).toContainText('src="https://helper.stillwater.example/widget/headache-chat.js"');
  await expect(page.locator("#settings")).toContainText('allowed_origins: ["https://www.stillwater.example"]');
  await expect(page.locator("#policy")).toContainText("connect-src https://helper.stillwater.example wss://helper.stillwater.example;");
});
