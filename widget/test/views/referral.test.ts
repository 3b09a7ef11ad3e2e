import { afterEach, describe, expect, test, vi } from "vitest";
import type { ReferralView } from "../../src/protocol";
import { message, named, shown, stage } from "./helpers";

function view(changes: Partial<ReferralView> = {}): ReferralView {
  return {
    kind: "referral",
    referral: "physiotherapist",
    name: "A physiotherapist",
    why: "They check how your neck moves.",
    how_soon: "Within a few weeks.",
    find: "Ask your GP.",
    tell_them: "both sides, since Monday",
    booking_link: "https://clinic.example/book",
    contact: "hello@clinic.example",
    call: "tel:111",
    ...changes,
  };
}

function clipboard(writeText: (text: string) => Promise<void>): void {
  vi.stubGlobal("navigator", { clipboard: { writeText } });
}

afterEach(() => vi.unstubAllGlobals());

describe("referral card", () => {
  test("it says who, why, how soon, how to find one, what to tell them and how to reach us", () => {
    const said = shown(message(view()), stage()).textContent!;
    const { name, why, how_soon, find, tell_them, contact } = view();
    for (const words of [name, why, how_soon, find, tell_them, contact])
      expect(said).toContain(words);
  });

  test("the number can be called by one press", () => {
    const link = named<HTMLAnchorElement>(shown(message(view()), stage()), "Call 111");
    expect(link.getAttribute("href")).toBe("tel:111");
  });

  test("booking opens elsewhere, says so, and tells that page nothing about this one", () => {
    const link = named<HTMLAnchorElement>(
      shown(message(view()), stage()),
      "Book (opens clinic.example in a new tab)",
    );
    expect(link.href).toBe("https://clinic.example/book");
    expect(link.target).toBe("_blank");
    expect(link.rel).toBe("noopener noreferrer");
  });

  test.each(["javascript:alert(1)", "http://clinic.example", "data:text/html,x", "not a link", ""])(
    "'%s' is no booking link",
    (booking_link) => {
      const element = shown(message(view({ booking_link, call: "" })), stage());
      expect(element.querySelector("a")).toBeNull();
    },
  );

  test("the booking link of the page's own tag comes first, where booking is right at all", () => {
    const own = { bookingLink: "https://own.example/" };
    const bookable = shown(message(view({ bookable: true })), stage(own));
    expect(bookable.querySelector<HTMLAnchorElement>("a[target]")?.href).toBe(own.bookingLink);
    const urgent = shown(message(view({ bookable: false, booking_link: "" })), stage(own));
    expect(urgent.querySelector("a[target]")).toBeNull();
  });

  test.each(["javascript:alert(1)", "tel:", "tel:111;x", "https://x.example", ""])(
    "'%s' is no number",
    (call) => {
      expect(
        shown(message(view({ call, booking_link: "" })), stage()).querySelector("a"),
      ).toBeNull();
    },
  );

  test("what to tell them is copied by one press, and that is said", async () => {
    const written: string[] = [];
    clipboard(async (text) => void written.push(text));
    const here = stage();
    named(shown(message(view()), here), "Copy these words").click();
    await vi.waitFor(() => expect(here.sent.announced).toEqual(["Copied."]));
    expect(written).toEqual(["both sides, since Monday"]);
  });

  test("where copying is forbidden the words are selected instead", async () => {
    clipboard(async () => Promise.reject(new Error("not allowed")));
    const here = stage();
    named(shown(message(view()), here), "Copy these words").click();
    await vi.waitFor(() => expect(here.sent.announced).toHaveLength(1));
    expect(here.sent.announced[0]).toContain("copy them yourself");
    expect(getSelection()?.toString()).toBe("both sides, since Monday");
  });

  test("nothing to tell or find leaves nothing empty", () => {
    const element = shown(message(view({ tell_them: "", find: "", contact: "" })), stage());
    expect(element.querySelector("button")).toBeNull();
    expect([...element.querySelectorAll("h4")].map((each) => each.textContent)).toEqual([
      "How soon",
    ]);
  });
});
