import { expect, test } from "./chat";

test("a tense day, by mouse: to a suggestion, a guided session and a referral", async ({ chat }) => {
  await chat.open();
  await chat.isAccessible();
  await chat.picture("1-greeting");
  await chat.choose("Yes, go on");
  await chat.hears(/Tell me about your headache|A few words/);
  await chat.say("dull band round my head since lunch, deadline stress, no nausea no fever");
  await chat.hears(/Any of these right now/);
  await chat.isAccessible();
  await chat.picture("2-checklist");
  await chat.tick("None of these");
  await chat.hears(/do any of these apply to you/);
  await chat.tick("None of these");
  await chat.hears(/from 0 to 10/);
  await chat.isAccessible();
  await chat.picture("3-scale");
  await chat.panel.getByRole("radio", { name: /^4\b/ }).last().click();
  await chat.sendForm();
  await chat.hears(/Last check/);
  await chat.tick("None of these");
  await chat.hears(/It isn't a diagnosis/);
  await chat.isAccessible();
  await chat.picture("4-technique");
  await chat.choose("Guide me through it");
  await chat.hears(/Warm your hands/);
  await chat.isAccessible();
  await chat.picture("5-guided-step");
  await chat.choose("Next");
  await chat.hears(/base of your skull/);
  await chat.picture("6-guided-step-with-places");
  await chat.choose("Stop");
  await chat.hears(/head now|better, the same or worse/i);
  await chat.choose("Better");
  await chat.choose("Who can I see?");
  await chat.hears(/What to tell them/);
  await chat.isAccessible();
  await chat.picture("7-referral");
  const booking = chat.panel.locator('a[href="https://stillwater.example/book"]').first();
  await expect(booking).toHaveAttribute("rel", /noopener/);
});

test("a talk by keyboard alone reaches a guided session", async ({ chat }) => {
  const { page } = chat;
  await page.goto("/");
  await chat.launcher.focus();
  await page.keyboard.press("Enter");
  await chat.hears(/I'm a program, not a doctor/);
  await expect(chat.input).toBeFocused();

  const pressed = async (name: RegExp | string, key = "Enter", towards = "Shift+Tab"): Promise<void> => {
    for (let step = 0; step < 80; step += 1) {
      const focused = await page.evaluate(() => {
        let active: Element | null = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        const label = active?.closest("label")?.textContent ?? "";
        return (active?.getAttribute("aria-label") || active?.textContent?.trim() || label).trim();
      });
      if (typeof name === "string" ? focused === name : name.test(focused)) return page.keyboard.press(key);
      await page.keyboard.press(towards);
    }
    throw new Error(`${name} can't be reached with the Tab key`);
  };

  await pressed("Yes, go on");
  await chat.hears(/Tell me about your headache|A few words/);
  await expect(chat.input).toBeFocused();
  await page.keyboard.type("dull band round my head since lunch, stress, no nausea no fever");
  await page.keyboard.press("Enter");
  for (const question of [/Any of these right now/, /do any of these apply to you/]) {
    await chat.hears(question);
    await pressed("None of these", "Space");
    await pressed(/^Send \(/, "Enter", "Tab");
  }
  await chat.hears(/from 0 to 10/);
  await chat.input.focus();
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await chat.hears(/Last check/);
  await pressed("None of these", "Space");
  await pressed(/^Send \(/, "Enter", "Tab");
  await chat.hears(/It isn't a diagnosis/);
  await pressed("Guide me through it");
  await chat.hears(/Warm your hands/);
  await page.keyboard.press("Escape");
  await expect(chat.panel).toBeHidden();
  await expect(chat.launcher).toBeFocused();
});

test("a guided session counts its seconds, and pauses", async ({ chat }) => {
  await chat.reachSuggestion();
  await chat.choose("Guide me through it");
  await chat.hears(/Warm your hands/);
  await chat.newest.getByRole("button", { name: "Start timer" }).click();
  const pause = chat.newest.getByRole("button", { name: /^Pause/ });
  await expect(pause).toBeVisible();
  await pause.click();
  await expect(chat.newest.getByRole("button", { name: /^Carry on/ })).toBeVisible();
});

test("an answer gets a thumb, which comes back with the history", async ({ chat }) => {
  await chat.begin();
  await chat.say("does massage help headaches?");
  await chat.hears(/massage/i);
  const thumb = chat.panel.getByRole("button", { name: /helped/i }).last();
  await thumb.click();
  await expect(thumb).toHaveAttribute("aria-pressed", "true");
  await chat.page.waitForTimeout(500);
  await chat.page.reload();
  await chat.launcher.click();
  await expect(chat.panel.getByRole("button", { name: /helped/i, pressed: true })).toBeVisible();
});
