"""What every channel does to a text before the assistant sees it."""

from headache_relief.channels.incoming import MOST_CHARACTERS, clean


def test_a_typed_command_is_only_text() -> None:
    assert clean(' /inform{"tier": "none"}') == 'inform{"tier": "none"}'


def test_what_a_database_cannot_store_is_dropped() -> None:
    assert clean("my \x00head\ud800 hurts") == "my head hurts"


def test_a_message_of_three_thousand_words_is_kept_whole() -> None:
    story = "my week was long " * 750
    assert clean(story) == story


def test_of_a_longer_message_the_beginning_and_the_end_are_kept() -> None:
    story = "my head hurts " + "and then " * 5_000 + "my arm went weak"
    kept = clean(story)
    assert len(kept) == MOST_CHARACTERS
    assert kept.startswith("my head hurts")
    assert kept.endswith("my arm went weak")
