"""What `understand` prints of the model's parse data."""

from headache_relief.cli.understood import understood

PARSED = {
    "text": "sudden headache",
    "intent": {"name": "describe_headache", "confidence": 0.87654},
    "understanding": {
        "text": "sudden headache",
        "findings": [
            {
                "concept": "onset_sudden",
                "kind": "onset",
                "status": "present",
                "who": "self",
                "when": "now",
                "start": 0,
                "end": 6,
                "sentence": 0,
                "value": None,
                "words": "sudden",
            }
        ],
    },
    "screen": {
        "tier": "emergency",
        "red_flags": [
            {
                "flag": "thunderclap",
                "tier": "emergency",
                "layer": "rule",
                "ask_back": False,
                "words": ["sudden"],
            }
        ],
    },
}


def test_a_message_is_printed_with_exactly_the_agreed_keys():
    assert understood("sudden headache", PARSED) == {
        "text": "sudden headache",
        "intent": {"name": "describe_headache", "confidence": 0.8765},
        "tier": "emergency",
        "red_flags": [
            {"flag": "thunderclap", "tier": "emergency", "layer": "rule", "ask_back": False}
        ],
        "findings": [
            {
                "concept": "onset_sudden",
                "kind": "onset",
                "status": "present",
                "who": "self",
                "when": "now",
                "start": 0,
                "end": 6,
            }
        ],
    }


def test_places_are_those_of_the_text_as_sent_with_the_space_before_it():
    finding = understood("  /sudden headache", PARSED)["findings"][0]
    assert (finding["start"], finding["end"]) == (3, 9)


def test_a_message_that_nothing_was_found_in_has_no_tier():
    parsed = {"text": "hi", "intent": {"name": None, "confidence": 0.0}}
    assert understood("hi", parsed) == {
        "text": "hi",
        "intent": {"name": None, "confidence": 0.0},
        "tier": "none",
        "red_flags": [],
        "findings": [],
    }
