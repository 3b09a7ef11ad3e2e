"""Very long messages are read whole, and in time that grows with their length."""

from __future__ import annotations

import time

from headache_relief.language.reader import Reader, read

SENTENCES = (
    "My boss is away this week and the phones never stop ringing.",
    "I had soup for lunch, then a walk round the park with the dog.",
    "No fever, no rash, just a dull ache across my forehead since Tuesday.",
    "My sister thinks I should drink more water and less coffee.",
    "If I turn my neck it hurts a bit on the left, but not always.",
    "The kids were loud, the bus was late and I forgot my glasses again.",
)


def long_text(words: int) -> str:
    story = " ".join(SENTENCES * (words // 10))
    return " ".join(story.split()[:words])


def test_what_stands_at_the_end_of_a_thousand_words_is_read() -> None:
    understanding = read(f"{long_text(1000)}. And now my wife can't speak.")
    last = understanding.findings[-1]
    assert (last.concept, last.who, last.when) == ("cannot_speak", "other", "now")


def test_a_denial_far_back_does_not_reach_the_end() -> None:
    understanding = read(f"No vomiting. {long_text(300)}. I keep vomiting.")
    said = [finding.status for finding in understanding.findings if finding.concept == "vomiting"]
    assert (said[0], said[-1]) == ("absent", "present")


def test_time_grows_with_the_length_and_no_faster() -> None:
    reader = Reader.load()

    def seconds(words: int) -> float:
        best = float("inf")
        for attempt in range(3):
            text = f"{attempt} {long_text(words)}"
            start = time.process_time()
            reader.read(text)
            best = min(best, time.process_time() - start)
        return best

    reader.read("warm up")
    assert seconds(1200) < 8 * seconds(300)
