import { defineConfig } from "vitest/config";
import { emergencyNumbers } from "./tools/numbers.mjs";

export default defineConfig({
  define: {
    __EMERGENCY_NUMBERS__: JSON.stringify(emergencyNumbers("../data/knowledge/emergency_numbers.yml")),
    __PANEL_FILE__: JSON.stringify("panel.js"),
    __PANEL_INTEGRITY__: JSON.stringify("sha384-test"),
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
