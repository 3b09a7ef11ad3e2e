"""The pattern language of the lexicon, on a lexicon of its own."""

from pathlib import Path

import pytest

from headache_relief.knowledge.lexicon_files import load_lexicon
from headache_relief.knowledge.yaml_files import LEXICON, KnowledgeError
from headache_relief.language.reader import Reader

SHARED_FILES = ("words.yml", "emoji.yml", "context.yml")


def lexicon_with(folder: Path, *phrases: str, **other_concepts: str) -> Path:
    """A lexicon with the concept "thing", beside the real words and context rules."""
    for name in SHARED_FILES:
        (folder / name).write_text((LEXICON / name).read_text())
    lines = ["concepts:", "  thing:", "    kind: symptom", "    label: a thing", "    phrases:"]
    lines += [f'      - "{phrase}"' for phrase in phrases]
    for name, phrase in other_concepts.items():
        lines += [f"  {name}:", "    kind: symptom", "    label: x", f'    phrases: ["{phrase}"]']
    (folder / "own.yml").write_text("\n".join(lines) + "\n")
    return folder


@pytest.mark.parametrize(
    ("phrase", "text", "is_there"),
    [
        ("sore|tender wrist", "a tender wrist", True),
        ("sore|tender wrist", "my wrists are tender", False),
        ("wrist be sore", "my wrists were sore", True),
        ("sore (left) wrist", "sore left wrist", True),
        ("sore (left) wrist", "sore wrist", True),
        ("sore wrist", "sore left wrist", False),
        ("wrist ... sore", "wrist is a bit sore", True),
        ("wrist ... sore", "wrist from typing emails at work is sore", False),
        ("wrist ... sore", "wrist is fine but knee is sore", False),
        ("wrist ... sore", "wrist bent in the cold, leg sore", False),
        ("sore ... wrist", "sore, swollen wrist", True),
        ("=went numb", "it went numb", True),
        ("=went numb", "it goes numb", False),
        ("# tablet", "took 12 tablets", True),
        ("# tablet", "took a dozen tablets", True),
        ("# tablet", "took tablets", False),
        ("#10-20 tablet", "took 12 tablets", True),
        ("#10-20 tablet", "took 2 tablets", False),
        ("cant lift", "I can’t really lift it", True),
        ("cant lift", "I can not lift it", True),
        ("sore wrist", "my wrist. sore wrist", True),
        ("sore wrist", "sore. wrist", False),
    ],
)
def test_a_phrase_matches_what_the_pattern_language_says(tmp_path, phrase, text, is_there):
    reader = Reader.load(lexicon_with(tmp_path, phrase))
    assert any(f.concept == "thing" for f in reader.read(text).findings) is is_there


def test_different_concepts_may_overlap_and_of_one_the_longest_stays(tmp_path):
    folder = lexicon_with(tmp_path, "wrist", "sore wrist", other="sore")
    findings = Reader.load(folder).read("sore wrist").findings
    assert {(f.concept, f.words) for f in findings} == {
        ("thing", "sore wrist"),
        ("other", "sore"),
    }


def test_optional_words_never_shrink_a_phrase_to_an_everyday_word(tmp_path):
    reader = Reader.load(lexicon_with(tmp_path, "cant (lift)"))
    assert reader.read("i cant").findings == ()


@pytest.mark.parametrize(
    ("phrase", "hint"),
    [
        ("(sore", "close every bracket"),
        ("sore | wrist", "is not a word"),
        ("(sore) (wrist)", "at least one word"),
        ("# ...", "at least one word"),
        (r"sore \"wrist", "is not a word"),
        ("(a1) (a2) (a3) (a4) (a5) (a6) (a7) (a8) (a9) wrist", "split it"),
    ],
)
def test_a_wrong_phrase_is_named_in_one_sentence(tmp_path, phrase, hint):
    with pytest.raises(KnowledgeError, match=hint) as error:
        Reader.load(lexicon_with(tmp_path, phrase))
    assert "thing" in str(error.value)


def test_a_number_sign_that_yaml_takes_for_a_comment_is_named(tmp_path):
    folder = lexicon_with(tmp_path, "sore wrist")
    with (folder / "own.yml").open("a") as file:
        file.write(
            "  more:\n    kind: symptom\n    label: x\n    phrases:\n      - took # tablet\n"
        )
    with pytest.raises(KnowledgeError, match=r"own.yml, line 11: put quotes"):
        load_lexicon(folder)


def test_a_concept_defined_twice_is_named_with_both_files(tmp_path):
    folder = lexicon_with(tmp_path, "sore wrist")
    (folder / "second.yml").write_text((folder / "own.yml").read_text())
    with pytest.raises(KnowledgeError, match="second.yml: thing: it is defined in own.yml too"):
        load_lexicon(folder)


def test_a_parent_that_no_file_defines_is_named(tmp_path):
    folder = lexicon_with(tmp_path, "sore wrist")
    text = (folder / "own.yml").read_text().replace("label: a thing", "label: x\n    is_a: [gone]")
    (folder / "own.yml").write_text(text)
    with pytest.raises(KnowledgeError, match="own.yml: thing: is_a names 'gone'"):
        load_lexicon(folder)


def test_a_circle_of_parents_is_named(tmp_path):
    folder = lexicon_with(tmp_path, "sore wrist")
    text = (folder / "own.yml").read_text().replace("label: a thing", "label: x\n    is_a: [thing]")
    (folder / "own.yml").write_text(text)
    with pytest.raises(KnowledgeError, match="thing: is_a leads back to itself"):
        load_lexicon(folder)


def test_the_real_lexicon_loads():
    assert len(load_lexicon().concepts) > 100
