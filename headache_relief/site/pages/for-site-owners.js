/** The page for site owners: shows what the choices become, and the chat with the same choices. */

import { policy, settings, tag, unusual } from "./embedding.js";

const { server, launcher, integrity, countries } = document.body.dataset;
const EXAMPLE = "https://www.example.org";
const form = document.querySelector("form.builder");
const copied = document.querySelector("#copied");
const field = (name) => form.elements[name];

/** What stands in a field; empty when it can't be used. */
function usable(name) {
  return field(name).checkValidity() ? field(name).value.trim() : "";
}

/** The origin of the address in a field, or another one. */
function origin(name, otherwise) {
  try {
    return new URL(usable(name)).origin;
  } catch {
    return otherwise;
  }
}

function choices() {
  const names = ["name", "colour", "position", "country", "greeting", "booking-link"];
  return Object.fromEntries(names.map((name) => [name, usable(name)]));
}

function write() {
  const assistant = origin("server", server);
  const pinned = field("pinned").checked ? integrity : "";
  document.querySelector("#tag").textContent = tag(`${assistant}/widget/${launcher}`, choices(), pinned);
  document.querySelector("#settings").textContent = settings(origin("site", EXAMPLE), choices());
  document.querySelector("#policy").textContent = policy(assistant);
  copied.textContent = "";
}

/** Says what is wrong with a field once it was left, and takes it back once it is mended. */
function judge(input) {
  const wrong = input.closest("label")?.querySelector(".wrong");
  if (!wrong) return;
  wrong.hidden = input.checkValidity();
  input.setAttribute("aria-invalid", String(!wrong.hidden));
}

/** The chat itself, made anew with the choices. */
function preview() {
  document.querySelector("headache-chat")?.remove();
  const chat = document.createElement("headache-chat");
  chat.setAttribute("server", location.origin);
  for (const [name, value] of unusual(choices())) chat.setAttribute(name, value);
  document.body.append(chat);
}

async function copy() {
  const written = document.querySelector("#tag");
  try {
    await navigator.clipboard.writeText(written.textContent);
    copied.textContent = "Copied.";
  } catch {
    // Browsers refuse the clipboard to pages without https, and to some with it.
    getSelection()?.selectAllChildren(written);
    copied.textContent = "The line is marked: copy it with your keyboard.";
  }
}

function listCountries() {
  const names = new Intl.DisplayNames(["en-GB"], { type: "region" });
  const listed = countries.split(" ").map((code) => new Option(names.of(code), code));
  field("country").append(...listed.sort((one, other) => one.text.localeCompare(other.text, "en")));
}

listCountries();
write();
form.addEventListener("input", write);
form.addEventListener("change", (event) => {
  judge(event.target);
  write();
  preview();
});
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#copy").addEventListener("click", copy);
const script = document.createElement("script");
script.src = `/widget/${launcher}`;
script.addEventListener("load", preview);
document.head.append(script);
