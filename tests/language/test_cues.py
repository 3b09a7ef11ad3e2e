"""Every cue of context.yml is walked: each one, and nothing else, makes the difference it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from headache_relief.knowledge.lexicon_files import load_lexicon
from headache_relief.knowledge.yaml_files import LEXICON
from headache_relief.language.matcher import Match
from headache_relief.language.reader import Reader, read
from headache_relief.language.resources import load_resources
from headache_relief.language.understanding import Finding
from headache_relief.language.words import Word

# rule: a sentence, the concept it is about, and what it must be: (status, who, when) or an aside.
WALK = [
    ("denial", "no fever today", "fever", ("absent", "self", "now")),
    ("denial_of_all", "denies vomiting and a rash", "rash", ("absent",)),
    ("denial_ends", "not throbbing more like stabbing", "stabbing", ("present", "self", "now")),
    ("denial_left", "no rash i feel dizzy", "dizziness", ("present", "self", "now")),
    ("denial_after", "a rash was ruled out by the nurse", "rash", ("absent",)),
    ("denial_at_the_end", "vomiting: none", "vomiting", ("absent", "self", "now")),
    ("denial_at_the_end_not", "this headache is hardly normal", "headache", ("present",)),
    ("not_denials", "i dont know what to do about this fever", "fever", ("present",)),
    ("asks_with_not", "dont you think a rash is worrying", "rash", ("present",)),
    ("doubt", "it might be a fever", "fever", ("uncertain", "self", "now")),
    ("doubt_after", "i passed out, perhaps", "fainted", ("uncertain", "self", "now")),
    (
        "suspected_by_oneself",
        "im worried that i have been vomiting so much",
        "vomiting",
        ("present", "self", "now"),
    ),
    ("suppose", "what if i get a rash", "rash", ("present", "self", "hypothetical")),
    ("say_it_were_so", "say my fever went up", "fever", ("present", "self", "hypothetical")),
    ("asks", "can stress cause dizziness", "dizziness", ("present", "self", "hypothetical")),
    ("happens_when", "my neck hurts if i turn it", "neck_pain", ("present", "self", "now")),
    ("taken_for_granted", "can massage help my dizziness", "dizziness", ("present", "self", "now")),
    (
        "granted_after_all",
        "can a migraine make you dizzy? because mine does",
        "dizziness",
        ("present", "self", "now"),
    ),
    (
        "taken_for_granted_of_me",
        "is it normal that i feel so dizzy and weak with it",
        "dizziness",
        ("present", "self", "now"),
    ),
    ("told_by_media", "the website says dizziness is usual", "dizziness", ("hypothetical",)),
    ("seen_in_media", "a seizure in the film upset us", "seizure", ("hypothetical",)),
    ("questions", "fever, for my homework", "fever", ("present", "self", "hypothetical")),
    ("quotes", "the poster: 'fever and a rash together'", "fever", ("hypothetical",)),
    ("long_ago", "a long time ago i fainted", "fainted", ("present", "self", "past")),
    ("long_ago_year", "i fainted in 1999", "fainted", ("present", "self", "past")),
    ("still_so", "when i was 3 miles in i fainted", "fainted", ("present", "self", "now")),
    ("present", "my husband just had a seizure here", "seizure", ("present", "other", "now")),
    ("never_again", "i fainted years ago never again since", "fainted", ("past",)),
    ("told_as_over", "my gran had a seizure", "seizure", ("present", "other", "past")),
    ("told_as_a_state", "my wife was pregnant", "pregnant", ("other", "past")),
    ("ended", "the headache has gone", "headache", ("present", "self", "past")),
    ("ended_before_it", "ibuprofen got rid of my headache", "headache", ("past",)),
    ("not_ended", "the headache has not gone", "headache", ("present", "self", "now")),
    ("ended_with_it", "i had a bad headache, it went away", "headache", ("past",)),
    ("taken_back", "it was sudden... actually no, it came on over an hour", "onset_sudden", None),
    ("denial_of_it", "they asked about a rash, i have none", "rash", ("absent",)),
    ("first_person", "my mum had a seizure and i have a fever", "fever", ("self",)),
    ("in_the_family", "seizures run in the family", "seizure", ("other",)),
    (
        "both_of_us",
        "my wife and i both have headaches, she is dizzy",
        "dizziness",
        ("asked about",),
    ),
    ("has_got", "my mate's got a fever", "fever", ("present", "other", "now")),
    ("being_a_parent", "as a new mum of twins, always dizzy", "dizziness", ("self",)),
    ("telling_of_someone", "my wife is dizzy, i noticed a rash", "rash", ("other",)),
    ("someone", "my neighbour is dizzy", "dizziness", ("present", "other", "now")),
]


class Without:
    """A cue matcher that has forgotten one rule."""

    def __init__(self, matcher: object, rule: str) -> None:
        self._matcher = matcher
        self._rule = rule

    def find(self, words: Sequence[Word]) -> list[Match]:
        matches = self._matcher.find(words)  # type: ignore[attr-defined]
        return [match for match in matches if match.label != self._rule]


@pytest.fixture(scope="module")
def forgetful() -> Iterator[Reader]:
    """A reader of its own, so that what it reads without a rule is remembered by nobody else."""
    yield Reader.load()


def context_of(finding: Finding) -> tuple[str, ...]:
    return (finding.status, finding.who, finding.when, "aside" if finding.aside else "asked about")


def reading(reader: Reader, text: str, concept: str) -> tuple[str, ...] | None:
    found = [f for f in reader.read(text).findings if f.concept == concept]
    return context_of(found[0]) if found else None


def test_every_rule_of_the_context_file_is_walked() -> None:
    assert {rule for rule, *_ in WALK} == set(load_lexicon(LEXICON).context_rules)


@pytest.mark.parametrize(("rule", "text", "concept", "expected"), WALK, ids=[w[0] for w in WALK])
def test_a_cue_means_what_it_says_and_without_it_the_reading_is_another(
    rule: str,
    text: str,
    concept: str,
    expected: tuple[str, ...] | None,
    forgetful: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meant = [f for f in read(text).findings if f.concept == concept]
    context = context_of(meant[0]) if meant else None
    if expected is None:
        assert context is None
    else:
        assert context is not None and set(expected) <= set(context)
    cues = load_resources(Path(LEXICON)).context
    monkeypatch.setattr(cues, "_matcher", Without(cues._matcher, rule))
    assert reading(forgetful, text, concept) != context
