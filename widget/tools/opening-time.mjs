/** Measures, on a running assistant, the time from the click to the greeting: each run in a fresh
 *  browser profile, so with an empty cache. `node tools/opening-time.mjs http://127.0.0.1:5005` */

import { chromium } from "@playwright/test";

const RUNS = 10;
const address = process.argv[2] ?? "http://127.0.0.1:5005";

const browser = await chromium.launch({
  executablePath: process.env.HEADACHE_RELIEF_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const times = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  times.push(
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const chat = document.querySelector("headache-chat");
          const started = performance.now();
          const look = () => {
            const panel = chat.shadowRoot.querySelector("headache-chat-panel")?.shadowRoot;
            if (panel?.querySelector(".entry.assistant")) requestAnimationFrame(() => resolve(performance.now() - started));
            else setTimeout(look, 2);
          };
          chat.shadowRoot.querySelector("button").click();
          look();
        }),
    ),
  );
  await context.close();
}
await browser.close();
times.sort((a, b) => a - b);
const shown = (time) => `${Math.round(time)} ms`;
console.log(`click to greeting, ${RUNS} runs: median ${shown(times[RUNS / 2])}, longest ${shown(times.at(-1))}`);
