import { expect, test } from "./chat";

const WORST = "it just exploded out of nowhere while lifting, worst headache of my life";

test("danger typed mid-way is answered at once, with a number to tap", async ({ chat }) => {
  await chat.begin();
  await chat.say("dull band round my head since lunch, stress");
  await chat.hears(/Any of these right now/);
  await chat.say(WORST);
  await chat.hears(/call 999 now/i);
  await expect(chat.newest.locator('a[href="tel:999"]')).toBeVisible();
  await chat.isAccessible();
  await chat.picture("8-emergency");
  await chat.say("ok but show me the neck massage");
  await chat.hears(/999/);
  await expect(chat.panel.getByText("Guide me through it")).toHaveCount(0);
});

test("someone who types an emergency before agreeing is answered all the same", async ({ chat }) => {
  await chat.open();
  await chat.say("my face is drooping on one side and i cant lift my arm");
  await chat.hears(/call 999 now/i);
});

test("several signs ticked at once are one message", async ({ chat }) => {
  await chat.begin();
  await chat.say("my head hurts a bit, pressing, both sides");
  await chat.hears(/Any of these right now/);
  await chat.tick("Fever / rash / rigid neck", "Confused / faint / a fit");
  await expect(chat.panel.locator(".entry.person").last()).toContainText("Fever / rash / rigid neck, Confused / faint / a fit");
  await chat.hears(/999|urgent|now/i);
});

test("despair gets the crisis answer, and keeps it", async ({ chat }) => {
  await chat.begin();
  await chat.say("i want to end my life, the pain never stops");
  await chat.hears(/999|Samaritans|116 123/);
  await chat.isAccessible();
  await chat.picture("9-crisis");
});

test("the emergency number is always in sight", async ({ chat }) => {
  await chat.open();
  await expect(chat.panel.locator('.strip a[href="tel:999"]')).toBeVisible();
  await expect(chat.panel.getByText("Automated, not a doctor")).toBeVisible();
});
