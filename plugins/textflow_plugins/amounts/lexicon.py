"""The number words of one language and the patterns made of them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

import attrs

from textflow_plugins.amounts.digits import RUN
from textflow_plugins.amounts.tables import LANGUAGES, Money, Word, currency_words, rows
from textflow_plugins.amounts.tries import locked, trie

#: Characters that are a fraction: a quarter to three quarters, one seventh to seven eighths.
VULGAR = "\xbc-\xbe\u2150-\u215e"
#: Roles of words that begin a number; the others only continue one.
_OPENING = ("unit", "ten", "hundred", "scale", "plural", "part", "few", "ordinal")
_JOINED = ("unit", "ten", "hundred", "scale", "link")
_OTHER = ("suffix", "percent", "joined")


@attrs.frozen
class Lexicon:
    """What the stage knows of one language."""

    language: str
    words: dict[str, Word]
    #: Letters straight after digits: 5m.
    suffixes: dict[str, Decimal]
    #: Names of percent, longest first, by their first word: percentage points.
    percents: dict[str, list[tuple[str, Decimal]]]
    #: Signs and names of money, in small letters.
    money: dict[str, Money]
    #: Names of money in several words, longest first, by their first word.
    phrases: dict[str, list[str]]
    #: Finds, fast, where a number begins, in small letters.
    scan: re.Pattern[str]
    #: Matches the beginning of a number there.
    anchor: re.Pattern[str]
    #: Matches one number of a list that was found to be no single number (1,2,3).
    piece: re.Pattern[str]
    #: Cuts a joined word (vierundzwanzig) into number words; None where there are none.
    joints: re.Pattern[str] | None


@attrs.frozen
class _Table:
    """The rows of one language in ``numerals.tsv``."""

    rows: list[tuple[str, str, str]]

    def entries(self, *roles: str) -> Iterator[tuple[str, Word]]:
        """Yield the words of the given roles."""
        for role, value, text in self.rows:
            if role in roles:
                for word in text.split():
                    yield word.replace("_", " "), Word(role, Decimal(value))

    def words(self) -> dict[str, Word]:
        """Return the number words and those that link them."""
        return dict(self.entries(*({role for role, _, _ in self.rows} - set(_OTHER))))

    def joined(self) -> bool:
        """Tell whether the language writes a number as one word."""
        return any(role == "joined" for role, _, _ in self.rows)


@lru_cache(maxsize=LANGUAGES)
def _table(language: str) -> _Table:
    found = [
        (role, value, text) for lang, role, value, text in rows("numerals.tsv") if lang == language
    ]
    return _Table(found) if found else _table("en")


def _by_first(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        found.setdefault(re.split(r"[ \-.]", name)[0], []).append(name)
    return found


def _percents(table: _Table) -> dict[str, list[tuple[str, Decimal]]]:
    known = {name: word.value for name, word in table.entries("percent")}
    return {
        first: [(name, known[name]) for name in names] for first, names in _by_first(known).items()
    }


def _opening(table: _Table, coins: Iterable[str]) -> str:
    opening = [word for word, _ in table.entries(*_OPENING)]
    words = trie([*opening, *coins])
    if not table.joined():
        return words
    more = trie([*opening, *_links(table)])
    return f"(?:{words}){locked('joined', f'(?:{more})*')}"


def _scan(opening: str) -> re.Pattern[str]:
    return re.compile(rf"[\d{VULGAR}][\d.,]{{0,40}}|\b{opening}\b")


def _anchor(opening: str, digits: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<digits>{digits})|(?P<vulgar>[{VULGAR}])|\b(?P<word>{opening})\b", re.VERBOSE
    )


def _links(table: _Table) -> list[str]:
    return [word for word, _ in table.entries("link")]


def _joints(table: _Table) -> re.Pattern[str] | None:
    if not table.joined():
        return None
    return re.compile(trie([word for word, _ in table.entries(*_JOINED, "part")]))


@lru_cache(maxsize=LANGUAGES)
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of ``language``; the number words of English where it has none."""
    table, money = _table(language), currency_words(language)
    coins = [name for name, meaning in money.items() if "coin" in meaning.flags]
    opening = _opening(table, coins)
    return Lexicon(
        language=language,
        words=table.words(),
        suffixes={letter.lower(): word.value for letter, word in table.entries("suffix")},
        percents=_percents(table),
        money=money,
        phrases=_by_first(name for name in money if " " in name or "-" in name),
        scan=_scan(opening),
        anchor=_anchor(opening, RUN),
        piece=_anchor(opening, r"\d+"),
        joints=_joints(table),
    )
