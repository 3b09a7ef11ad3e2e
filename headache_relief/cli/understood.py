"""What the assistant understood of one message, in the form that `understand` prints."""

from __future__ import annotations

from typing import Any, Mapping

FINDING_KEYS = ("concept", "kind", "status", "who", "when", "start", "end")
RED_FLAG_KEYS = ("flag", "tier", "layer", "ask_back")


def understood(text: str, parsed: Mapping[str, Any]) -> dict[str, Any]:
    """A message's intent, tier, red flags and findings, from the model's parse data."""
    screen = parsed.get("screen") or {}
    findings = (parsed.get("understanding") or {}).get("findings", ())
    intent = parsed.get("intent") or {}
    # The assistant reads the text without the space around it; offsets are those of the text sent.
    shift = max(text.find(parsed.get("text") or ""), 0)
    return {
        "text": text,
        "intent": {"name": intent.get("name"), "confidence": _rounded(intent.get("confidence"))},
        "tier": screen.get("tier") or "none",
        "red_flags": [_red_flag(flag) for flag in screen.get("red_flags", ())],
        "findings": [_shifted(_chosen(finding, FINDING_KEYS), shift) for finding in findings],
    }


def _red_flag(flag: Mapping[str, Any]) -> dict[str, Any]:
    """A red flag; one that the message only sounds like, with the known tellings it is like."""
    nearest = flag.get("prototypes")
    return {**_chosen(flag, RED_FLAG_KEYS), **({"prototypes": nearest} if nearest else {})}


def _shifted(finding: dict[str, Any], shift: int) -> dict[str, Any]:
    return {**finding, "start": finding["start"] + shift, "end": finding["end"] + shift}


def _rounded(confidence: Any) -> float:
    return round(float(confidence or 0.0), 4)


def _chosen(entry: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: entry.get(key) for key in keys}
