"""What strangers and broken senders send: nearly right, wrong, and rubbish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from headache_relief.knowledge.yaml_files import read_yaml

CHANNELS = Path(__file__).resolve().parents[1] / "channels"
UPDATES = [each["update"] for each in json.loads((CHANNELS / "telegram/updates.json").read_text())]
EVENTS = [each["event"] for each in read_yaml(CHANNELS / "slack/deliveries.yml")["events"].values()]

# Lone surrogates, NUL, letters of all scripts, and what has a meaning to some program.
ODD = st.sampled_from(["\x00", "\ud800", "\u202e", "/intent{}", "<!channel>", "%s", "../", "𝒳" * 9])
TEXT = st.one_of(st.text(max_size=60), st.builds("".join, st.lists(ODD, max_size=4)))
LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT)
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)
RUBBISH = st.binary(max_size=300)


@st.composite
def changed(draw: st.DrawFn, samples: list[Any]) -> Any:
    """A sample with some of its values replaced, taken away or doubled."""
    value = json.loads(json.dumps(draw(st.sampled_from(samples))))
    for _ in range(draw(st.integers(0, 3))):
        value = _changed_once(draw, value)
    return value


def _changed_once(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        what = draw(st.sampled_from(["inside", "replace", "drop", "rename"]))
        if what == "inside":
            return {**value, key: _changed_once(draw, value[key])}
        rest = {name: kept for name, kept in value.items() if name != key}
        if what == "drop":
            return rest
        return {**rest, key if what == "replace" else draw(TEXT): draw(JSON)}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [*value[1:], _changed_once(draw, value[0])]
    return draw(JSON)


def written(value: Any) -> bytes:
    """The value as JSON, lone surrogates and all."""
    return json.dumps(value).encode("utf-8", "surrogatepass")
