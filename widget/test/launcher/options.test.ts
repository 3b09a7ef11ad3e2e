import { afterEach, describe, expect, it } from "vitest";
import { callLink, emergencyNumber } from "../../src/launcher/numbers";
import { optionsFrom } from "../../src/options";

const optionsOf = (given: Record<string, string>) => optionsFrom((name) => given[name] ?? null, "https://chat.example");

afterEach(() => document.documentElement.removeAttribute("style"));

describe("what a site's owner sets on the tag", () => {
  it("is a corner as the screen has it; without one, the corner where lines end", () => {
    document.documentElement.style.direction = "rtl";
    expect(optionsOf({}).position).toBe("left");
    expect(optionsOf({ position: "right" }).position).toBe("right");
    document.documentElement.style.direction = "ltr";
    expect(optionsOf({}).position).toBe("right");
  });

  it("is used as given", () => {
    const options = optionsOf({ name: "Calm Corner", colour: "#4a6b8a", position: "left", country: "gb" });
    expect(options).toMatchObject({ name: "Calm Corner", colour: "#4a6b8a", position: "left", country: "GB" });
  });

  it("counts as not given when it can't be used", () => {
    const options = optionsOf({ colour: "red;background:url(//evil)", position: "middle", country: "GBR", "booking-link": "javascript:alert(1)" });
    expect(options).toMatchObject({ colour: "", position: "right", country: "", bookingLink: "" });
  });

  it("talks to where the script came from, unless told otherwise", () => {
    expect(optionsOf({}).server).toBe("https://chat.example");
    expect(optionsOf({ server: "https://other.example/" }).server).toBe("https://other.example");
  });
});

describe("the emergency number that the widget knows by itself", () => {
  it.each([
    ["GB", "999"],
    ["US", "911"],
    ["DE", "112"],
    ["AU", "000"],
  ])("of %s is %s", (country, number) => {
    expect(emergencyNumber(country)).toBe(number);
  });

  it("is none for a country that is not listed", () => {
    expect(emergencyNumber("ZZ")).toBeNull();
    expect(emergencyNumber("")).toBeNull();
  });

  it("is a link only when it can be dialled", () => {
    expect(callLink("999")).toBe("tel:999");
    expect(callLink("your local emergency number")).toBe("");
  });
});
