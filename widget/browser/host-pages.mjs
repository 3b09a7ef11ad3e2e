/** Pages of other sites that embed the widget: a plain one, and one that makes it hard. */

import { createServer } from "node:http";

const ASSISTANT = "http://127.0.0.1:5835";
const WS = ASSISTANT.replace("http", "ws");
const tag = (attributes = "") =>
  `<script src="${ASSISTANT}/widget/headache-chat.js" ${attributes} data-country="GB" defer></script>`;

const POLICY = [
  "default-src 'none'",
  `script-src ${ASSISTANT} 'nonce-host'`,
  "style-src 'nonce-host'",
  `connect-src ${ASSISTANT} ${WS}`,
  "base-uri 'none'",
].join("; ");

const HOSTILE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
<style nonce="host">* { all: unset !important } body { display: block !important; padding: 20px !important }
headache-chat { display: none !important; opacity: 0 !important; position: static !important; font-size: 40px !important; color: red !important }</style>
<script nonce="host">window.io = { mine: true }; window.before = Object.keys(window).sort();
const ours = (node) => node && node.getRootNode() === document && node.localName !== "headache-chat";
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.sources.some(({ node }) => ours(node))) window.shift = (window.shift || 0) + e.value; }).observe({ type: "layout-shift", buffered: true });</script>
<body><p id="words">Words of the host.</p><button id="own">Own button</button>${tag()}</body></html>`;

const page = (direction, attributes) => `<!doctype html><html lang="en" dir="${direction}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Host</title>
<body><h1>A page of another site</h1><p>Words.</p>${tag(attributes)}</body></html>`;

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://host");
  if (pathname === "/hostile") response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  const attributes = searchParams.get("attributes") ?? "";
  response.end(pathname === "/hostile" ? HOSTILE : page(pathname === "/rtl" ? "rtl" : "ltr", attributes));
}

for (const port of [5836, 5837]) createServer(answer).listen(port, "127.0.0.1");
