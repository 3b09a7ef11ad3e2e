import { defineConfig } from "@playwright/test";
import { ASSISTANT, HOST_PAGE, PORT } from "./browser/places";

/** The real assistant on loopback, and pages of another origin that embed its widget. */
export default defineConfig({
  testDir: "browser",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: ASSISTANT,
    browserName: "chromium",
    viewport: { width: 1100, height: 860 },
    trace: "off",
    launchOptions: {
      executablePath: process.env["HEADACHE_RELIEF_CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
  webServer: [
    {
      command: `../.venv/bin/headache-relief serve --port ${PORT}`,
      url: `${ASSISTANT}/`,
      timeout: 180_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
      env: {
        HEADACHE_RELIEF_DATABASE_URL: "sqlite:///.cache/browser-tests.db",
        HEADACHE_RELIEF_COUNTRY: "GB",
        HEADACHE_RELIEF_BOOKING_LINK: "https://stillwater.example/book",
        HEADACHE_RELIEF_ALLOWED_ORIGINS: HOST_PAGE,
        RASA_TELEMETRY_ENABLED: "false",
        TF_CPP_MIN_LOG_LEVEL: "3",
      },
    },
    { command: "node browser/host-pages.mjs", url: HOST_PAGE, reuseExistingServer: false },
  ],
});
