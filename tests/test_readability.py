import pytest

from scripts.readability import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("hip", 1), ("running", 2), ("tendon", 2), ("physical", 3), ("trochanter", 3), ("12", 1), ("walk-run", 2)],
)
def test_syllables_of_known_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_word_that_the_dictionary_lacks_is_counted_by_vowel_groups() -> None:
    assert syllables("gluteale") == 3


def test_sentences_end_at_marks_but_not_in_numbers_or_abbreviations() -> None:
    assert sentences("It hurts. Stop! Why? A run of 3.5 km, e.g. in the rain, is fine.") == [
        "It hurts.",
        "Stop!",
        "Why?",
        "A run of 3.5 km, e.g. in the rain, is fine.",
    ]


def test_words_keep_hyphens_and_apostrophes() -> None:
    assert words("Don't run on a 2-week-old injury.") == ["Don't", "run", "on", "a", "2-week-old", "injury"]


def test_grade_is_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    hard = grade(["Administration of intra-articular corticosteroid necessitates radiological guidance."])
    assert hard > 20


def test_grade_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no words"):
        grade(["..."])
