"""A message falls into passages of repaired words that the sentence encoder can take in."""

from headache_relief.language.reader import sentences


def texts(message):
    return [sentence.text for sentence in sentences(message)]


def test_each_sentence_of_a_message_is_a_passage():
    assert texts("My head hurts a lot. It began on Monday! What can I do?") == [
        "my head hurts a lot .",
        "it began on monday !",
        "what can i do ?",
    ]


def test_typing_mistakes_are_mended():
    assert texts("i have a migrane agian today") == ["i have a migraine again today"]


def test_a_passage_knows_where_it_stands_in_the_text_as_sent():
    message = "My hed hurts badly.  It cmae on suddenly."
    assert [message[s.start : s.end] for s in sentences(message)] == [
        "My hed hurts badly.",
        "It cmae on suddenly.",
    ]


def test_a_word_or_two_stand_with_the_next_sentence():
    assert texts("Hi there. My head hurts a lot.") == ["hi there . my head hurts a lot ."]


def test_a_word_at_the_end_stands_with_the_sentence_before():
    assert texts("My head hurts a lot. Help!") == ["my head hurts a lot . help !"]


def test_a_short_message_is_one_passage():
    assert texts("yes") == ["yes"]


def test_a_message_without_a_word_has_none():
    assert texts("") == texts("  \n ") == texts("?!") == []


def test_an_endless_sentence_is_cut_between_its_clauses():
    message = "my head hurts and i feel sick and my neck is stiff and " * 12
    passages = texts(message)
    assert all(len(passage.split()) <= 40 for passage in passages)
    assert all(passage.split()[0] in ("my", "i") for passage in passages)
    assert " ".join(passages).split().count("sick") == 12


def test_words_without_any_clause_are_cut_as_well():
    passages = texts("pain " * 100)
    assert [len(passage.split()) for passage in passages] == [40, 40, 20]
