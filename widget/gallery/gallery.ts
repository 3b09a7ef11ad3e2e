/**
 * All views with the assistant's own messages, for looking at: `npx vite`, then
 * /gallery/?theme=dark|dim&dir=rtl&motion=less&only=technique&over.
 */
import { drawings } from "../src/panel/drawings";
import { properties } from "../src/panel/theme";
import type { Message } from "../src/protocol";
import { stringsOf } from "../src/strings";
import {
  quietView,
  renderThumbs,
  renderView,
  viewMemory,
  viewSheet,
  type Theme,
  type ViewContext,
} from "../src/views";

const asked = new URLSearchParams(location.search);
const theme = (asked.get("theme") ?? "light") as Theme;
const files = import.meta.glob<Message>("../fixtures/*.json", { eager: true, import: "default" });
const main = document.querySelector("main")!;

const context: ViewContext = {
  bookingLink: "",
  strings: stringsOf("en"),
  language: "en",
  state: null,
  theme,
  reducedMotion: asked.get("motion") === "less",
  drawings,
  memory: viewMemory(),
  announce: (text) => console.log("announced", text),
  sendChoices: (tokens, words) => console.log("sent", tokens, words),
  sendText: (text) => console.log("sent", text),
  sendThumb: (message, helpful) => console.log("thumb", message, helpful),
};

document.adoptedStyleSheets = [viewSheet()];
document.documentElement.dir = asked.get("dir") ?? "ltr";
document.documentElement.style.colorScheme = theme === "light" ? "light" : "dark";
for (const [name, value] of Object.entries(properties(theme, ""))) {
  if (value) document.documentElement.style.setProperty(name, value);
}

for (const [path, message] of Object.entries(files)) {
  const name = path.split("/").at(-1)!.replace(".json", "");
  const view = name.startsWith(asked.get("only") ?? "") ? renderView(message, context) : null;
  if (!view) continue;
  const title = document.createElement("h2");
  title.textContent = name;
  const section = document.createElement("section");
  section.append(title, view, renderThumbs(message, context) ?? "");
  main.append(section);
  if (asked.has("over")) quietView(view);
}
