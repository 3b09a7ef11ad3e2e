import { readFileSync } from "node:fs";
import { Chat, expect, test } from "./chat";

test("the talk is there again after the page was loaded anew", async ({ chat }) => {
  await chat.begin();
  await chat.say("throbbing on the left, since this morning");
  await chat.hears(/Any of these right now/);
  const before = await chat.entries.count();
  await chat.page.reload();
  await chat.launcher.click();
  await chat.hears(/Any of these right now/);
  await expect(chat.entries).toHaveCount(before);
  await chat.tick("None of these");
  await chat.hears(/do any of these apply to you/);
});

test("on the device only tokens are kept, and nothing of the talk", async ({ chat }) => {
  await chat.begin();
  await chat.say("my secret word is rhubarb");
  await chat.hears(/./);
  const kept = await chat.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toContain("rhubarb");
  const lasting = await chat.page.evaluate(() => Object.keys(localStorage));
  expect(lasting.filter((place) => !place.startsWith("headache-chat erase "))).toEqual([]);
  expect(await chat.page.evaluate(() => document.cookie.length)).toBe(0);
});

test("a talk whose tab was closed can be erased later, and not be read", async ({ chat }) => {
  await chat.begin();
  await chat.say("my secret word is rhubarb");
  await chat.hears(/./);
  await expect.poll(() => chat.page.evaluate(() => localStorage.length)).toBe(1);
  await chat.page.evaluate(() => sessionStorage.clear()); // as closing the tab does
  await chat.page.reload();
  await chat.launcher.click();
  await chat.hears(/I'm a program, not a doctor/);
  await expect(chat.panel.getByText("rhubarb")).toHaveCount(0);
  await chat.menu("What is kept");
  const sheet = chat.page.getByRole("dialog", { name: "What is kept" });
  await chat.isAccessible();
  await sheet.getByRole("button", { name: "Erase the other talks" }).click();
  await expect(chat.panel.getByText("The other talks were erased.").first()).toBeVisible();
  expect(await chat.page.evaluate(() => localStorage.length)).toBe(0);
});

test("what is written offline is kept, and sent once on coming back", async ({ chat, context }) => {
  await chat.begin();
  await context.setOffline(true);
  await expect(chat.panel.getByText(/offline|connection is lost/i)).toBeVisible();
  await chat.isAccessible();
  await chat.picture("11-offline");
  await chat.say("pressing pain at the back of my head since noon");
  await expect(chat.panel.locator(".entry.person").last()).toContainText("pressing pain");
  await context.setOffline(false);
  await chat.hears(/Any of these right now/);
  await expect(chat.panel.locator(".entry.person").filter({ hasText: "pressing pain" })).toHaveCount(1);
});

test("erasing takes everything away, and a new talk begins without it", async ({ chat }) => {
  await chat.begin();
  await chat.say("throbbing on the left, and my name is Rhubarb");
  await chat.hears(/Any of these right now/);
  await chat.menu("Erase my data");
  const sheet = chat.page.getByRole("dialog", { name: "Erase everything?" });
  await expect(sheet).toBeVisible();
  await chat.isAccessible();
  await sheet.getByRole("button", { name: "Erase it all" }).click();
  await expect(chat.panel.getByText("Everything was erased.", { exact: false }).first()).toBeVisible();
  await expect(chat.entries).toHaveCount(0);
  await chat.choose("Start a new talk");
  await chat.hears(/I'm a program, not a doctor/);
  await expect(chat.panel.getByText("Rhubarb")).toHaveCount(0);
});

test("without consent nothing is asked about health, and questions are still answered", async ({ chat }) => {
  await chat.open();
  await chat.choose("No, thanks");
  await chat.hears(/won't ask about your health/i);
  await chat.say("how often should i have a massage?");
  await chat.hears(/week|often/i);
});

test("the transcript can be kept, as text and as data", async ({ chat }) => {
  await chat.begin();
  await chat.say("throbbing on the left");
  await chat.hears(/Any of these right now/);
  for (const [item, file] of [
    ["Keep this talk as text", "headache-talk.txt"],
    ["Keep this talk as data (JSON)", "headache-talk.json"],
  ] as const) {
    const download = chat.page.waitForEvent("download");
    await chat.menu(item);
    const kept = await download;
    expect(kept.suggestedFilename()).toBe(file);
    expect(readFileSync(await kept.path(), "utf8")).toContain("throbbing on the left");
  }
});

test("two browsers never see each other", async ({ chat, browser }) => {
  const other = await browser.newContext();
  const second = new Chat(await other.newPage());
  await chat.begin();
  await second.begin();
  await chat.say("my secret word is rhubarb");
  await second.say("my secret word is marmalade");
  await expect(chat.panel.getByText("rhubarb")).toHaveCount(1);
  await expect(second.panel.getByText("marmalade")).toHaveCount(1);
  await expect(second.panel.getByText("rhubarb")).toHaveCount(0);
  await expect(chat.panel.getByText("marmalade")).toHaveCount(0);
  await other.close();
});

test("start over and talk to a person are in the menu", async ({ chat }) => {
  await chat.begin();
  await chat.say("throbbing on the left");
  await chat.hears(/Any of these right now/);
  await chat.menu("Start over");
  await chat.hears(/start afresh/i);
  await chat.menu("Talk to a person");
  await chat.hears(/What to tell them|person/i);
});

test("the privacy sheet says what is kept", async ({ chat }) => {
  await chat.open();
  await chat.menu("What is kept");
  const sheet = chat.page.getByRole("dialog", { name: "What is kept" });
  await expect(sheet).toContainText("30 days");
  await chat.isAccessible();
  await chat.page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(chat.panel).toBeVisible();
});
