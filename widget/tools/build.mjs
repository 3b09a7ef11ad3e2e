/** Builds the widget into dist/: the launcher, the panel under a name with its hash, a manifest. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { emergencyNumbers } from "./numbers.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const knowledge = fileURLToPath(new URL("../../data/knowledge/emergency_numbers.yml", import.meta.url));
const MOST_BYTES_OF_LAUNCHER = 4 * 1024;
const MOST_BYTES = 170 * 1024;

async function bundled(entry, format, defined) {
  const result = await build({
    root,
    configFile: false,
    logLevel: "warn",
    define: { __EMERGENCY_NUMBERS__: JSON.stringify(emergencyNumbers(knowledge)), ...defined },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      lib: { entry: `${root}/${entry}`, formats: [format], name: "HeadacheChat", fileName: "bundle" },
      rollupOptions: { output: { extend: false } },
      minify: true,
    },
  });
  const chunks = result[0].output.filter((each) => each.type === "chunk");
  if (chunks.length !== 1) throw new Error(`${entry} should make one file and made ${chunks.length}.`);
  return chunks[0].code;
}

/** The panel of the build before, or null: launchers in browsers' caches and open tabs still ask for it. */
function formerPanel(current) {
  const before = formerManifest();
  const former = before?.panel === current ? before.former : before?.panel;
  return former && existsSync(`${root}/dist/${former}`) ? former : null;
}

function formerManifest() {
  try {
    return JSON.parse(readFileSync(`${root}/dist/manifest.json`, "utf8"));
  } catch {
    return null; // nothing was built before, or a build was cut off
  }
}

const digest = (content) => createHash("sha384").update(content).digest("base64");
const described = (content) => ({
  integrity: `sha384-${digest(content)}`,
  bytes: Buffer.byteLength(content),
  gzip: gzipSync(content, { level: 9 }).length,
});

const panel = await bundled("src/panel/index.ts", "iife", {});
const panelFile = `headache-chat-${digest(panel).replace(/[^A-Za-z0-9]/g, "").slice(0, 12)}.js`;
const launcher = await bundled("src/launcher/launcher.ts", "iife", {
  __PANEL_FILE__: JSON.stringify(panelFile),
  __PANEL_INTEGRITY__: JSON.stringify(described(panel).integrity),
});
const files = { "headache-chat.js": described(launcher), [panelFile]: described(panel) };
const total = files["headache-chat.js"].gzip + files[panelFile].gzip;
if (files["headache-chat.js"].gzip > MOST_BYTES_OF_LAUNCHER || total > MOST_BYTES) {
  throw new Error(`The widget is too large: launcher ${files["headache-chat.js"].gzip}, all ${total} bytes gzipped.`);
}
const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
const former = formerPanel(panelFile);
if (former) files[former] = described(readFileSync(`${root}/dist/${former}`));
mkdirSync(`${root}/dist`, { recursive: true });
writeFileSync(`${root}/dist/${panelFile}`, panel);
writeFileSync(`${root}/dist/headache-chat.js`, launcher);
writeFileSync(
  `${root}/dist/manifest.json`,
  `${JSON.stringify({ version, launcher: "headache-chat.js", panel: panelFile, former, files }, null, 2)}\n`,
);
for (const name of readdirSync(`${root}/dist`)) {
  if (name !== "manifest.json" && !(name in files)) rmSync(`${root}/dist/${name}`);
}
console.log(`launcher ${files["headache-chat.js"].gzip} bytes, all ${total} bytes gzipped`);
