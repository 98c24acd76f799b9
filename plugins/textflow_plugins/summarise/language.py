"""What the tables of a language say about the words of a summary."""

from collections.abc import Sequence
from functools import lru_cache

import attrs

from textflow_plugins.languages import Language, Remembered, function_words, language
from textflow_plugins.summarise.tokens import fold

#: In a language without tables, words up to this length count as grammar.
_SHORT = 3


@attrs.frozen(eq=False)
class Words:
    """The words of one language, in small letters."""

    #: Words of grammar and others that say nothing of what a text is about.
    function: frozenset[str]
    #: A sentence that opens with one of these leans on the sentence before it.
    opener: frozenset[str]
    #: So does this one, or on the one where a run of such sentences sets out.
    pronoun: frozenset[str]
    #: The writer or a speaker about himself or herself; rarely the gist.
    first: frozenset[str]
    #: Of these, those of one who speaks alone.
    alone: frozenset[str]
    #: Each word that says what a sentence is about to what it folds to, any other to "".
    _topics: Remembered[str] = attrs.field(
        init=False, default=attrs.Factory(lambda words: Remembered(words.topic), takes_self=True)
    )

    def content(self, said: Sequence[str]) -> list[str]:
        """Return those of the words of a sentence that say what it is about, folded."""
        return list(filter(None, self._topics.each(said)))

    def topic(self, word: str) -> str:
        """Return what a word folds to, or nothing where it is no topic."""
        return fold(word) if self.carries(word) else ""

    def carries(self, word: str) -> bool:
        """Return whether a folded word says what a sentence is about."""
        if not self.function:
            return len(word) > _SHORT or not word.isascii()
        return word not in self.function and (len(word) > 1 or not word.isascii())


@lru_cache(maxsize=64)
def words_of(tag: str) -> Words:
    """Return the words of a language; none where nothing is known of it."""
    known = language(tag)
    third = (one for one in known.pronouns if one.person == "3" and one.case != "reflexive")
    return Words(
        function=function_words(known),
        opener=known.sentences.opener,
        pronoun=frozenset(one.word for one in third),
        first=_first(known),
        alone=_first(known, "singular"),
    )


def _first(known: Language, *numbers: str) -> frozenset[str]:
    """Return the pronouns of the first person, with what is contracted with them."""
    persons = (one for one in known.pronouns if one.person == "1")
    first = frozenset(one.word for one in persons if not numbers or one.number in numbers)
    return first | {word for word in known.words.contracted if word.partition("'")[0] in first}
