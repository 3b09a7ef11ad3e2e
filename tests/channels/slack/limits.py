"""What Slack refuses in blocks and views, as its documentation states it."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

MESSAGE = {"section", "context", "actions", "divider", "header", "image", "input"}
ELEMENTS = {"button", "checkboxes", "static_select", "multi_static_select"}
BLOCKS = {"message": 50, "home": 100, "modal": 100}


def faults(blocks: Any, where: str = "message") -> list[str]:
    """What is wrong with the blocks; empty when Slack takes them."""
    if not isinstance(blocks, list):
        return ["blocks are no list"]
    found = list(_each(blocks))
    if not 0 < len(blocks) <= BLOCKS[where]:
        found.append(f"{len(blocks)} blocks")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) < len(names):
        found.append(f"block_id twice: {names}")
    return found


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """What is wrong with a view of App Home or a modal."""
    found = faults(view.get("blocks"), view["type"])
    for name in ("title", "submit", "close"):
        if name in view:
            found += _text(view[name], 24, f"the view's {name}")
    if view["type"] == "modal" and "title" not in view:
        found.append("a modal without a title")
    return found


def _each(blocks: list[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        kind = block.get("type")
        if kind not in MESSAGE:
            yield f"block {kind}"
        if len(block.get("block_id", "")) > 255:
            yield "a long block_id"
        if kind == "section":
            yield from _text(block["text"], 3_000, "section", marks=True)
            if "accessory" in block:
                yield from _element(block["accessory"])
        elif kind == "header":
            yield from _text(block["text"], 150, "header")
        elif kind == "context":
            if not 0 < len(block["elements"]) <= 10:
                yield "context elements"
            for text in block["elements"]:
                yield from _text(text, 2_000, "context", marks=True)
        elif kind == "image":
            if not 0 < len(block.get("alt_text", "")) <= 2_000:
                yield "an image's alt_text"
            if ("image_url" in block) == ("slack_file" in block):
                yield "an image needs one source"
        elif kind == "actions":
            elements = block["elements"]
            if not 0 < len(elements) <= 25:
                yield f"{len(elements)} elements"
            names = [element["action_id"] for element in elements]
            if len(set(names)) < len(names):
                yield f"action_id twice: {names}"
            for element in elements:
                yield from _element(element)


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if kind not in ELEMENTS:
        yield f"element {kind}"
    if not 0 < len(element["action_id"]) <= 255:
        yield "action_id"
    if kind == "button":
        yield from _text(element["text"], 75, "button")
        if len(element.get("value", "")) > 2_000:
            yield "a button's value"
        if element.get("style", "primary") not in ("primary", "danger"):
            yield "a button's style"
        if "confirm" in element:
            yield from _confirm(element["confirm"])
        return
    most, longest = (10, 150) if kind == "checkboxes" else (100, 150)
    options = element["options"]
    if not 0 < len(options) <= most:
        yield f"{len(options)} options of {kind}"
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        yield "a value twice"
    for option in options:
        yield from _text(option["text"], 75, "option", marks=kind == "checkboxes")
        if not 0 < len(option["value"]) <= longest:
            yield "an option's value"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder")


def _confirm(confirm: Mapping[str, Any]) -> Iterator[str]:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _text(confirm[name], most, f"confirm {name}")


def _text(text: Mapping[str, Any], most: int, what: str, marks: bool = False) -> Iterator[str]:
    if text["type"] != "plain_text" and not (marks and text["type"] == "mrkdwn"):
        yield f"{what} is {text['type']}"
    if not 0 < len(text["text"]) <= most:
        yield f"{what} has {len(text['text'])} characters"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield "emoji in mrkdwn"
