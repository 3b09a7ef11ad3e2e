"""The features of a text are those that scikit-learn would give."""

import numpy as np
import pytest
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from headache_relief.rasa_parts.word_features import WordFeatures

TEXTS = ["my head hurts", "head head and neck", "a stiff neck since monday", "no fever"]
UNSEEN = ["my neck hurts and my head hurts", "nothing known here", ""]


@pytest.fixture
def vectorizers() -> list[TfidfVectorizer]:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+")
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    plain = TfidfVectorizer(token_pattern=r"\S+")
    return [vectorizer.fit(TEXTS) for vectorizer in (words, letters, plain)]


@pytest.mark.parametrize("texts", [TEXTS, UNSEEN])
def test_they_are_those_of_the_vectorizers_side_by_side(vectorizers, texts):
    expected = hstack([vectorizer.transform(texts) for vectorizer in vectorizers]).toarray()
    ours = WordFeatures(vectorizers).of([(text, text, text) for text in texts]).toarray()
    np.testing.assert_allclose(ours, expected, atol=1e-12)


def test_a_text_needs_every_view(vectorizers):
    with pytest.raises(ValueError):
        WordFeatures(vectorizers).of([("only one",)])
