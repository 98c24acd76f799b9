"""The tables of the stage, read once: number words, currencies and their names."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

import attrs

#: So many are kept: more than there are words for, as documents may name any.
LANGUAGES = 64
DATA = resources.files("textflow_plugins.amounts") / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a data file, split at tabs; lines that open with ``# `` are its head."""
    for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# "):
            yield line.split("\t")


@attrs.frozen
class Word:
    """What a number word means."""

    #: ``unit``, ``ten``, ``hundred``, ``scale``, ``part`` ...: see ``numerals.tsv``.
    role: str
    value: Decimal


@attrs.frozen
class Money:
    """What a currency sign or word means."""

    #: An ISO code; a sign (``$``) that an option may set; None where several states use the word.
    code: str | None
    #: How many make one unit of the currency: 100 for cents.
    per: Decimal = Decimal(1)
    flags: frozenset[str] = frozenset()
    #: How it is written, where its capitals matter.
    form: str = ""


_CASE = re.compile(r"(?<=sch)e[rsnm]?$")
#: Currency of a sign that several states use, unless the option ``currency`` says otherwise.
SIGNS = {"$": "USD", "£": "GBP", "¥": "JPY", "Rs": "INR"}


def _pairs(name: str) -> dict[str, str]:
    return {key: value for key, value, *_ in rows(name)}


@cache
def digits_after_point() -> dict[str, int]:
    """Return for each code how many digits its prices carry after the point."""
    return {code: int(digits) for code, digits in _pairs("codes.tsv").items()}


@cache
def code_roles() -> dict[str, str]:
    """Return the codes that are read with more (``word``) or less (``common``) care."""
    return _pairs("code_words.tsv")


@cache
def decimal_marks() -> dict[str, str]:
    """Return the decimal mark of each language and of the regions that differ."""
    return _pairs("marks.tsv")


@cache
def languages() -> frozenset[str]:
    """Return the languages that have words of their own; documents may name any other."""
    files = ("numerals.tsv", "names.tsv", "money.tsv", "cues.tsv")
    return frozenset(row[0] for file in files for row in rows(file))


def decimal_mark(tag: str) -> str:
    """
    Return the decimal mark of a language tag.

    >>> decimal_mark("es"), decimal_mark("es-MX"), decimal_mark("tlh")
    (',', '.', '.')
    """
    marks = decimal_marks()
    tag = tag.replace("_", "-").lower()
    return marks.get(tag) or marks.get(tag.partition("-")[0], ".")


def _meaning(row: list[str]) -> tuple[str, Money]:
    _, word, code, per, written = row
    flags = frozenset(written.split())
    form = word if "case" in flags else ""
    return word.lower(), Money(None if code == "-" else code, Decimal(per), flags, form)


def _declined(name: str, language: str) -> list[str]:
    """Return a name in all its cases: kanadische, kanadischen Dollar."""
    adjective, _, noun = name.partition(" ")
    stem = _CASE.sub("", adjective)
    if language != "de" or not noun or stem == adjective:
        return [name]
    return [name, *(f"{stem}{ending} {noun}" for ending in ("e", "er", "es", "en", "em"))]


@lru_cache(maxsize=LANGUAGES)
def currency_words(language: str) -> dict[str, Money]:
    """Return the names and signs of money that texts in ``language`` use, in small letters."""
    found = {
        code.lower(): Money(code, flags=frozenset(["left", "code"]))
        for code in digits_after_point()
    }
    for symbol, owners in rows("symbols.tsv"):
        if "$" in symbol and len(owners) == len("USD"):
            found[symbol.lower()] = Money(owners, flags=frozenset(["left"]))
    tongues = ("en", language) if language != "en" else ("en",)
    for tongue in tongues:
        for lang, name, code in rows("names.tsv"):
            if lang == tongue:
                found |= dict.fromkeys(_declined(name, lang), Money(code))
    for tongue in ("*", *tongues):
        found |= dict(_meaning(row) for row in rows("money.tsv") if row[0] == tongue)
    return found
