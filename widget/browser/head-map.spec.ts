import { expect, test } from "./chat";

test.beforeEach(async ({ chat }) => {
  await chat.begin();
  await expect(chat.panel.getByRole("button", { name: "Left temple" }).last()).toBeVisible();
});

test("where it hurts is tapped on the drawing, and told in words", async ({ chat }) => {
  await chat.isAccessible();
  await chat.panel.getByRole("button", { name: "Left temple" }).last().click();
  await chat.panel.getByRole("button", { name: "Left eye" }).last().click();
  await chat.picture("10-head-map");
  await chat.sendForm();
  await expect(chat.panel.locator(".entry.person").last()).toContainText("Left temple");
  await expect(chat.panel.locator(".entry.person").last()).toContainText("Left eye");
  await chat.hears(/one side|temple/i);
});

test("regions are toggled by keyboard", async ({ chat }) => {
  const region = chat.panel.getByRole("button", { name: "Forehead" }).last();
  await region.focus();
  await chat.page.keyboard.press("Space");
  await expect(region).toHaveAttribute("aria-pressed", "true");
  await chat.page.keyboard.press("Enter");
  await expect(region).toHaveAttribute("aria-pressed", "false");
});
