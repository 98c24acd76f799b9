"""What is known of the words of a language that stand beside a full stop."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import attrs

#: The languages that have a word list; all others share a short one.
LANGUAGES = ("de", "en", "es", "fr", "it", "pt")

_ABBREVIATIONS = ("title", "inner", "number", "name", "last", "end", "small")


@attrs.frozen(eq=False)  # each language is loaded once; told apart by identity, which is fast
class Words:
    """The word lists of one language; abbreviations stand without their last full stop."""

    language: str
    title: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    number: frozenset[str] = frozenset()
    name: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    end: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    starter: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    verb: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    join: frozenset[str] = frozenset()
    credit: frozenset[str] = frozenset()
    #: All abbreviations together.
    shortened: frozenset[str] = frozenset()


def _rows(language: str) -> list[tuple[str, str]]:
    table = files("textflow_plugins.segment").joinpath("languages", f"{language}.tsv")
    lines = table.read_text("utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return [(kind, entry) for kind, _, entry in pairs]


def _forms(kind: str, entry: str) -> set[str]:
    """Return an abbreviation without its full stop; in capitals too unless it is a name."""
    bare = entry.removesuffix(".")
    if kind != "title" and bare != bare.lower():
        return {bare}
    return {bare, bare[:1].upper() + bare[1:], bare.upper()}


@lru_cache(maxsize=64)
def _words(language: str, abbreviations: tuple[str, ...]) -> Words:
    rows = [*_rows(language), *(("inner", entry) for entry in abbreviations)]
    lists: dict[str, set[str]] = {}
    for kind, entry in rows:
        found = _forms(kind, entry) if kind in _ABBREVIATIONS else {entry}
        lists.setdefault(kind, set()).update(found)
    lists["shortened"] = set().union(*(lists.get(kind, ()) for kind in _ABBREVIATIONS))
    return Words(language, **{kind: frozenset(entries) for kind, entries in lists.items()})


def words(language: str, abbreviations: Sequence[str] = ()) -> Words:
    """
    Return the word lists of ``language``; the shared ones for a language that has none.

    ``abbreviations`` are taken for some that never end a sentence.
    """
    return _words(language if language in LANGUAGES else "und", tuple(abbreviations))
