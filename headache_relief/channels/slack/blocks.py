"""A message of the protocol in Slack's blocks, within Slack's limits."""

from __future__ import annotations

from typing import Any, Iterator, Mapping, Optional, Sequence

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.shared.thumbs import may_be_judged
from headache_relief.channels.slack.texts import escaped, pieces, shortened
from headache_relief.knowledge.slack import SlackWording
from headache_relief.records.offered_choices import HEAD_MAP

MOST_BUTTONS = 25  # in one actions block
MOST_ON_A_PAGE = MOST_BUTTONS - 2  # beside the buttons to the pages before and after
MOST_CHECKBOXES = 10  # in one group
MOST_BLOCKS = 50
LONGEST_LABEL = 75
LONGEST_FALLBACK = 4_000
ASKS = ("actions", "input")

CHOOSE, TICK, PLACES, SEND, SCALE, READ_PRIVACY, LINK = (
    "choose",
    "tick",
    "places",
    "send",
    "scale",
    "read_privacy",
    "link",
)
PAGE, THUMB, THUMBS = "page", "thumb", "thumbs"
UP, DOWN, MARK = "up", "down", "✓ "
CONSENT = "utter_ask_consent"
APART = "|"


def message_blocks(
    message: Mapping[str, Any], wording: SlackWording, pictures: Sequence[Json] = ()
) -> list[Json]:
    """The blocks of what the assistant said; the text first, what answers it last."""
    view = message["view"]
    told = [section(piece) for piece in pieces(message["text"])]
    asks = list(_asking(message, view, wording, numbered=bool(pictures)))
    if may_be_judged(message):
        asks.append(_thumbs(message["id"], wording))
    room = MOST_BLOCKS - len(asks)
    return [*told, *_links(view, wording), *pictures][:room] + asks


def turned_blocks(
    blocks: Sequence[Mapping[str, Any]],
    message: Mapping[str, Any],
    wording: SlackWording,
    page: int,
) -> list[Json]:
    """The blocks of a message that is shown, with another page of its choices."""
    rows = _pages("choices", message["id"], _choices(message, wording), wording, page)
    return [*_told(blocks), *rows, *_kept_thumbs(blocks)]


def judged_blocks(blocks: Sequence[Mapping[str, Any]], action: str) -> list[Json]:
    """The same blocks with this thumb marked and the other not; marked already, neither is."""
    return [_judged(b, action) if b.get("block_id") == THUMBS else dict(b) for b in blocks]


def fallback(text: str) -> str:
    """The text for notifications and screen readers that show no blocks."""
    return escaped(shortened(text, LONGEST_FALLBACK - 500))


def answered_blocks(blocks: Sequence[Mapping[str, Any]], note: str) -> list[Json]:
    """The same blocks without what asked, and a note in its place."""
    return [*_told(blocks), context(note), *_kept_thumbs(blocks)]


def section(text: str) -> Json:
    """A text that Slack shows as it is: nothing in it is read as a mark."""
    return {"type": "section", "text": _text(text)}


def context(text: str) -> Json:
    """A small text below."""
    return {"type": "context", "elements": [_text(shortened(text, 1_000))]}


def button(action: str, label: str, value: str = "", style: str = "") -> Json:
    """A button; `style` is empty, primary or danger."""
    made: Json = {"type": "button", "action_id": action, "text": _label(label)}
    if value:
        made["value"] = value
    return {**made, "style": style} if style else made


def actions(name: str, elements: Sequence[Json]) -> Json:
    """A row of elements that do something."""
    return {"type": "actions", "block_id": name, "elements": list(elements)}


def _asking(
    message: Mapping[str, Any],
    view: Optional[Mapping[str, Any]],
    wording: SlackWording,
    numbered: bool,
) -> Iterator[Json]:
    choices = message["choices"]
    kind = view["kind"] if view else ""
    if view and kind == "checklist" and len(choices) > 1:
        yield from _checklist(choices, view["none"], wording)
        return
    if view and kind == "scale" and choices:
        yield actions("scale", [_scale(view, choices[0]["token"], wording)])
    if view and kind == HEAD_MAP:
        yield from _places(view["regions"], wording, numbered)
    yield from _pages("choices", message["id"], _choices(message, wording), wording)


def _choices(message: Mapping[str, Any], wording: SlackWording) -> list[Json]:
    made = [
        button(f"{CHOOSE}-{number}", choice["title"], choice["token"])
        for number, choice in enumerate(message["choices"])
    ]
    extra = [button(READ_PRIVACY, wording.read_privacy)] if message["response"] == CONSENT else []
    return made + extra


def _told(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    return [dict(b) for b in blocks if b.get("type") not in ASKS and "accessory" not in b]


def _kept_thumbs(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    return [dict(b) for b in blocks if b.get("block_id") == THUMBS]


def _thumbs(message: str, wording: SlackWording) -> Json:
    """Two small buttons, which tell whether the message helped."""
    told = (
        (UP, wording.helped, wording.helped_aloud),
        (DOWN, wording.did_not_help, wording.did_not_help_aloud),
    )
    made = [
        {**button(f"{THUMB}-{name}", label, message), "accessibility_label": aloud}
        for name, label, aloud in told
    ]
    return actions(THUMBS, made)


def _judged(block: Mapping[str, Any], action: str) -> Json:
    elements = []
    for thumb in block["elements"]:
        label = thumb["text"]["text"]
        marked = thumb["action_id"] == action and not label.startswith(MARK)
        plain = label.removeprefix(MARK)
        elements.append({**thumb, "text": _label(MARK + plain if marked else plain)})
    return {**block, "elements": elements}


def _checklist(choices: Sequence[Json], none: str, wording: SlackWording) -> Iterator[Json]:
    items = [choice for choice in choices if choice["title"] != none]
    alone = [choice for choice in choices if choice["title"] == none]
    boxes = [
        {
            "type": "checkboxes",
            "action_id": f"{TICK}-{first}",
            "options": [_option(item) for item in items[first : first + MOST_CHECKBOXES]],
        }
        for first in range(0, len(items), MOST_CHECKBOXES)
    ]
    yield actions("items", boxes)
    buttons = [button(f"{CHOOSE}-none", choice["title"], choice["token"]) for choice in alone]
    yield actions("answer", [*buttons, button(SEND, wording.send, style="primary")])


def _places(regions: Sequence[Json], wording: SlackWording, numbered: bool) -> Iterator[Json]:
    """A list of the places, with the numbers of the picture where there is one."""
    if not regions:
        return
    if numbered:
        regions = [{**each, "title": f"{n} {each['title']}"} for n, each in enumerate(regions, 1)]
    chooser = {
        "type": "multi_static_select",
        "action_id": PLACES,
        "placeholder": _label(wording.places),
        "options": [_option(region) for region in regions[:100]],
    }
    chosen: Json = {"type": "section", "block_id": "places", "text": _text(wording.places)}
    yield {**chosen, "accessory": chooser}
    yield actions("answer", [button(SEND, wording.send, style="primary")])


def _scale(view: Mapping[str, Any], token: str, wording: SlackWording) -> Json:
    """A list of the numbers; each holds a token of its message, which tells when it is past."""
    starts = {0 if n == 0 else view["parts"][n - 1]["up_to"] + 1: part["title"]
              for n, part in enumerate(view["parts"])}  # fmt: skip
    options = [
        {
            "text": _label(f"{number}: {starts[number]}" if number in starts else str(number)),
            "value": f"{number}{APART}{token}",
        }
        for number in range(view["lowest"], view["highest"] + 1)
    ]
    return {
        "type": "static_select",
        "action_id": SCALE,
        "placeholder": _label(wording.number),
        "options": options,
    }


def _links(view: Optional[Mapping[str, Any]], wording: SlackWording) -> Iterator[Json]:
    """A number to tap, a page to book at: both from the site's own knowledge."""
    if view is None:
        return
    if view["kind"] == "danger" and view["call"]:
        called = wording.call.format(emergency_number=view["emergency_number"])
        yield _markdown(f"<{view['call']}|{escaped(called)}>")
    if view["kind"] == "referral" and view.get("bookable") and view.get("booking_link"):
        yield _markdown(f"<{view['booking_link']}|{escaped(wording.book)}>")


def _markdown(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _pages(
    name: str, message: str, elements: Sequence[Json], wording: SlackWording, page: int = 0
) -> Iterator[Json]:
    """One page of the buttons, and beside them the way to the others."""
    if len(elements) <= MOST_BUTTONS:
        if elements:
            yield actions(name, elements)
        return
    first = page * MOST_ON_A_PAGE
    shown = list(elements[first : first + MOST_ON_A_PAGE])
    if first > 0:
        shown.append(button(f"{PAGE}-before", wording.before, f"{message}{APART}{page - 1}"))
    if first + MOST_ON_A_PAGE < len(elements):
        shown.append(button(f"{PAGE}-after", wording.more, f"{message}{APART}{page + 1}"))
    yield actions(f"{name}-{page}", shown)


def _option(choice: Mapping[str, Any]) -> Json:
    return {"text": _label(choice["title"]), "value": choice["token"]}


def _label(text: str) -> Json:
    return _text(shortened(text, LONGEST_LABEL))


def _text(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
