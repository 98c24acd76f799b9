"""Word lists of a language, read from the data files beside this module."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_HERE = "textflow_plugins.speakers"


class Verb(NamedTuple):
    """One form of a reporting verb."""

    lemma: str
    #: Of ``base``, ``third``, ``past``, ``participle``, ``past participle``, ``ing``.
    form: str
    #: The word that must follow, or "".
    particle: str
    #: What the verb is found with: ``that``, ``zero``, ``quote``, ``front``, ...
    uses: frozenset[str]


def lines(name: str) -> Iterator[str]:
    """Yield the entries of a data file; "#" opens a comment line."""
    table = files(_HERE).joinpath(name).read_text(encoding="utf-8")
    for line in table.split("\n"):
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def has_lexicon(language: str) -> bool:
    """Tell whether there are reporting verbs for ``language``."""
    return files(_HERE).joinpath(f"cues_{language}.txt").is_file()


@cache
def reporting_verbs(language: str) -> dict[str, tuple[Verb, ...]]:
    """Return the forms of all reporting verbs, those with a particle first; none if unknown."""
    table: dict[str, tuple[Verb, ...]] = {}
    if not has_lexicon(language):
        return table
    for line in lines(f"cues_{language}.txt"):
        for word, verb in _forms(line):
            both = (*table.get(word, ()), verb)
            table[word] = tuple(sorted(both, key=lambda one: not one.particle))
    return table


def _forms(line: str) -> Iterator[tuple[str, Verb]]:
    head, _, uses = line.partition("|")
    words, _, particle = head.partition("+")
    base, third, past, participle, ing = words.split()
    kinds = {base: "base", third: "third", ing: "ing", participle: "participle"}
    kinds[past] = "past participle" if past == participle else "past"
    for word, form in kinds.items():
        yield word, Verb(base, form, particle.strip(), frozenset(uses.split()))


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of one class of ``words_en.txt``."""
    return _classes().get(name, frozenset())


@cache
def _classes() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in lines("words_en.txt"):
        name, _, words = line.partition(":")
        table[name] = table.get(name, frozenset()) | frozenset(words.split())
    return table
