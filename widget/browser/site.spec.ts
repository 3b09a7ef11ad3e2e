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
  await page.getByLabel(/^Country/).fill("gb");
  await page.getByLabel(/^Your own first words/).fill("Hello there.");
  await page.getByLabel(/Only ever run/).check();
  const tag = (await page.locator("#tag").textContent()) ?? "";
  expect(tag).toContain('data-name="Calm &quot;Corner&quot; &lt;b&gt;"');
  expect(tag).toContain('data-position="left" data-country="GB"');
  expect(tag).toMatch(/integrity="sha384-[^"]+" crossorigin="anonymous" defer><\/script>$/);
  await chat.launcher.click();
  await expect(chat.panel.getByRole("heading", { name: 'Calm "Corner" <b>' })).toBeVisible();
  await expect(chat.panel.getByText("Hello there.")).toBeVisible();
});
