/** Builds the tag from what the site's owner chooses, and shows the chat with the same choices. */

const { server, launcher, integrity } = document.body.dataset;
const form = document.querySelector("form.builder");
const copied = document.querySelector("#copied");
const NAMES = ["name", "colour", "position", "country", "greeting", "booking-link"];
const USUAL = { colour: "#2f5d57", position: "right" };

/** What was chosen and can be used, without what is usual anyway. */
function chosen() {
  return NAMES.flatMap((name) => {
    const field = form.elements[name];
    const value = field.value.trim();
    const used = value && field.checkValidity() && value !== USUAL[name];
    return used ? [[name, name === "country" ? value.toUpperCase() : value]] : [];
  });
}

function escaped(value) {
  const names = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
  return value.replace(/[&"<>]/g, (sign) => names[sign]);
}

function tag() {
  const parts = [`src="${server}/widget/${launcher}"`];
  parts.push(...chosen().map(([name, value]) => `data-${name}="${escaped(value)}"`));
  if (form.elements.pinned.checked) parts.push(`integrity="${integrity}"`, 'crossorigin="anonymous"');
  return `<script ${parts.join(" ")} defer></script>`;
}

/** The chat itself, made anew with the choices. */
function preview() {
  document.querySelector("headache-chat")?.remove();
  const chat = document.createElement("headache-chat");
  chat.setAttribute("server", location.origin);
  for (const [name, value] of chosen()) chat.setAttribute(name, value);
  document.body.append(chat);
}

function show() {
  document.querySelector("#tag").textContent = tag();
  copied.textContent = "";
  preview();
}

const sockets = server.replace(/^http/, "ws");
document.querySelector("#policy").textContent = `script-src ${server}; connect-src ${server} ${sockets};`;
form.addEventListener("change", show);
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(tag());
    copied.textContent = "Copied.";
  } catch {
    getSelection()?.selectAllChildren(document.querySelector("#tag"));
    copied.textContent = "Marked: copy it with your keyboard.";
  }
});
const script = document.createElement("script");
script.src = `/widget/${launcher}`;
script.addEventListener("load", show);
document.head.append(script);
