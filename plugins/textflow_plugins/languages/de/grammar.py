"""German: what its tables cannot say."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from textflow_plugins.languages.grammar import Grammar

#: How far the verb of a clause may be from its beginning, and an infinitive from its.
_REACH = 25
#: Shorter titles end other words too: "Chef" is one, "König" is in names.
_SHORT = 5
_DOUBLED = 2
_ENDS = frozenset(".!?;:")


class Rules(Grammar):
    """The grammar of German."""

    parses: ClassVar[bool] = True
    verb_second: ClassVar[bool] = True
    capital_nouns: ClassVar[bool] = True

    def titled(self, word: str) -> bool:
        """Return whether a word is a title, or ends in one: Verkehrsministerin."""
        return word in self.titles or word.endswith(self._title_ends)

    def tells(self, word: str) -> bool:
        """Return whether a noun names a source, or ends in one that does: Klinikangaben."""
        return word in self.clauses.source_noun or word.endswith(self._source_ends)

    @cached_property
    def _source_ends(self) -> tuple[str, ...]:
        return tuple(sorted(noun for noun in self.clauses.source_noun if len(noun) > _SHORT))

    @cached_property
    def _title_ends(self) -> tuple[str, ...]:
        return tuple(sorted(title for title in self.titles if len(title) > _SHORT))

    def relates(self, clause: Sequence[str]) -> bool:
        """Return whether a clause has its verb at the end: ", der gestern (sagte)"."""
        return clause[0] in self.words.definite

    def opens_infinitive(self, words: Sequence[str], at: int) -> bool:
        """Return whether a group of words with "zu" in it begins behind a comma."""
        if not at or words[at - 1] != ",":
            return False
        return any(self._is_infinitive(word) for word in _sentence(words, at))

    def _is_infinitive(self, word: str) -> bool:
        """Return whether a word is "zu", or holds it: "einzutreten"."""
        marks = self.words.infinitive
        return word in marks or (word.endswith("en") and any(mark in word[2:-3] for mark in marks))

    def reports(self, words: Sequence[str], at: int) -> bool:
        """Return whether a clause has its verb in second place, or one in the subjunctive."""
        clause = _clause(words, at)
        if self._doubles(clause):
            return False
        told = self.words.reported | self.words.subjunctive
        if not told.isdisjoint(_sentence(words, at)):
            return True
        if not clause or words[at] in self.words.subordinator or self._is_relative(clause):
            return False
        return not self.finite.isdisjoint(clause[1:])

    def _doubles(self, clause: Sequence[str]) -> bool:
        """Return whether an article, or a pronoun, is behind another: "die die Szene (sah)"."""
        if len(clause) <= _DOUBLED or clause[0] not in self.words.definite:
            return False
        return clause[1] in self.words.definite or clause[1] in self.subjects

    def _is_relative(self, clause: Sequence[str]) -> bool:
        """Return whether a clause is about the noun before it: ", die im Mai (beginnt)"."""
        words = self.words
        at = next((at for at, word in enumerate(clause) if word not in words.preposition), 0)
        behind = clause[at + 1] if at + 1 < len(clause) else ""
        if clause[at] not in words.definite or not self._is_no_noun(behind):
            return False
        return clause[-1] in self.finite or self.seems_finite(clause[-1])

    def _is_no_noun(self, word: str) -> bool:
        """Return whether "die" before a word is a pronoun, no article: "die er", "die im"."""
        words = self.words
        return word in self.subjects or word in words.adverb or word in words.preposition

    def retells(self, sentence: Sequence[str]) -> bool:
        """Return whether the main verb of a sentence is in the subjunctive: "Er sei krank"."""
        clause = _clause(sentence, 0)
        return not self.words.reported.isdisjoint(clause)


def _sentence(words: Sequence[str], at: int) -> list[str]:
    """Return the words from ``at`` up to the end of the sentence."""
    found: list[str] = []
    for word in words[at : at + _REACH]:
        if word in _ENDS:
            break
        found.append(word)
    return found


def _clause(words: Sequence[str], at: int) -> list[str]:
    """Return the words from ``at`` up to the next stop."""
    found: list[str] = []
    for word in words[at : at + _REACH]:
        if not word[0].isalnum():
            break
        found.append(word)
    return found
