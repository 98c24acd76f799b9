"""Language: the tables of one language, each read when it is first asked for."""

from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple, TypeVar

import attrs

from textflow_plugins.languages.abbreviations import Abbreviations
from textflow_plugins.languages.calendar import Calendar, MonthNames
from textflow_plugins.languages.clauses import Clauses
from textflow_plugins.languages.counting import Counting, Ranges
from textflow_plugins.languages.entities import Entities, FirstName, Title
from textflow_plugins.languages.entries import TableError, read_classes, read_records
from textflow_plugins.languages.furniture import Phrase
from textflow_plugins.languages.modifiers import Modifiers
from textflow_plugins.languages.money import (
    CodeCare,
    CurrencyCode,
    CurrencyName,
    CurrencySign,
    CurrencyState,
    CurrencySymbol,
    CurrencyWord,
    MoneyContext,
    PriceTag,
)
from textflow_plugins.languages.numbers import (
    DecimalMark,
    LanguageAlias,
    NumberRule,
    NumberWords,
)
from textflow_plugins.languages.page import Page
from textflow_plugins.languages.reporting import ReportingVerb
from textflow_plugins.languages.sentences import Sentences
from textflow_plugins.languages.units import Measures, Prefix, UnitNames, UnitSigns
from textflow_plugins.languages.words import Endings, Pronoun, Words

_HERE = files("textflow_plugins.languages")
T = TypeVar("T", bound=NamedTuple)


@attrs.frozen(eq=False, slots=False)  # loaded once; cached_property writes past frozen
class Language:
    """
    The tables of one language: `first_names` is what `first_names.tsv` says.

    A table that the folder does not have is empty; a file that is no table is a fault.
    """

    #: The language tag, `und` for what belongs to no language.
    tag: str
    #: None where nothing is known of the language.
    folder: Traversable | None

    def __attrs_post_init__(self) -> None:
        """Refuse a folder with a table that nobody would read."""
        for name in sorted(self._files - _FILES.keys()):
            if name.endswith(".tsv"):
                file = f"{self.folder}/{name}"
                raise TableError(file, 1, "a table of no known name", ", ".join(_FILES))

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """What ends in a full stop without ending a sentence."""
        return self._classes("abbreviations", Abbreviations)

    @cached_property
    def calendar(self) -> Calendar:
        """Words of dates and times."""
        return self._classes("calendar", Calendar)

    @cached_property
    def clauses(self) -> Clauses:
        """Words at the edges of reports."""
        return self._classes("clauses", Clauses)

    @cached_property
    def code_care(self) -> tuple[CodeCare, ...]:
        """Currency codes that are read with more, or with less, care."""
        return self._records("code_care", CodeCare)

    @cached_property
    def counting(self) -> Counting:
        """Words beside numbers that count nothing."""
        return self._classes("counting", Counting)

    @cached_property
    def currency_codes(self) -> tuple[CurrencyCode, ...]:
        """ISO codes of currencies."""
        return self._records("currency_codes", CurrencyCode)

    @cached_property
    def currency_names(self) -> tuple[CurrencyName, ...]:
        """Full names of currencies."""
        return self._records("currency_names", CurrencyName)

    @cached_property
    def currency_signs(self) -> tuple[CurrencySign, ...]:
        """The currencies of signs that several states use."""
        return self._records("currency_signs", CurrencySign)

    @cached_property
    def currency_states(self) -> tuple[CurrencyState, ...]:
        """Words that tell which currency a noun beside them means."""
        return self._records("currency_states", CurrencyState)

    @cached_property
    def currency_symbols(self) -> tuple[CurrencySymbol, ...]:
        """Symbols of currencies, of all states that use them."""
        return self._records("currency_symbols", CurrencySymbol)

    @cached_property
    def decimal_marks(self) -> tuple[DecimalMark, ...]:
        """Decimal marks of languages and regions."""
        return self._records("decimal_marks", DecimalMark)

    @cached_property
    def endings(self) -> Endings:
        """What the forms of a word end in."""
        return self._classes("endings", Endings)

    @cached_property
    def entities(self) -> Entities:
        """Words in the names of what is no person."""
        return self._classes("entities", Entities)

    @cached_property
    def first_names(self) -> tuple[FirstName, ...]:
        """First names."""
        return self._records("first_names", FirstName)

    @cached_property
    def furniture(self) -> tuple[Phrase, ...]:
        """Phrases around an article."""
        return self._records("furniture", Phrase)

    @cached_property
    def page(self) -> Page:
        """Words of bylines, credits, captions and counts."""
        return self._classes("page", Page)

    @cached_property
    def language_aliases(self) -> tuple[LanguageAlias, ...]:
        """Other tags of languages."""
        return self._records("language_aliases", LanguageAlias)

    @cached_property
    def measures(self) -> Measures:
        """Words that make a measure of a number."""
        return self._classes("measures", Measures)

    @cached_property
    def modifiers(self) -> Modifiers:
        """Words that say how exact an amount is, and where it went."""
        return self._classes("modifiers", Modifiers)

    @cached_property
    def money(self) -> tuple[CurrencyWord, ...]:
        """Words and signs of money."""
        return self._records("money", CurrencyWord)

    @cached_property
    def money_context(self) -> MoneyContext:
        """Words beside sums of money."""
        return self._classes("money_context", MoneyContext)

    @cached_property
    def months(self) -> tuple[MonthNames, ...]:
        """The names of the months by their numbers."""
        return self._records("months", MonthNames)

    @cached_property
    def multipliers(self) -> tuple[NumberWords, ...]:
        """Words that multiply the number before them, from CLDR."""
        return self._records("multipliers", NumberWords)

    @cached_property
    def number_rules(self) -> tuple[NumberRule, ...]:
        """How numbers are put together."""
        return self._records("number_rules", NumberRule)

    @cached_property
    def numbers(self) -> tuple[NumberWords, ...]:
        """Number words."""
        return self._records("numbers", NumberWords)

    @cached_property
    def price_tags(self) -> tuple[PriceTag, ...]:
        """Abbreviations of money on price tags."""
        return self._records("price_tags", PriceTag)

    @cached_property
    def pronouns(self) -> tuple[Pronoun, ...]:
        """Personal and possessive pronouns."""
        return self._records("pronouns", Pronoun)

    @cached_property
    def ranges(self) -> Ranges:
        """Words of ranges."""
        return self._classes("ranges", Ranges)

    @cached_property
    def rate_units(self) -> tuple[UnitNames, ...]:
        """What sums are per, beside units."""
        return self._records("rate_units", UnitNames)

    @cached_property
    def reporting(self) -> tuple[ReportingVerb, ...]:
        """Reporting verbs."""
        return self._records("reporting", ReportingVerb)

    @cached_property
    def sentences(self) -> Sentences:
        """Words at the edges of sentences."""
        return self._classes("sentences", Sentences)

    @cached_property
    def si_prefixes(self) -> tuple[Prefix, ...]:
        """Prefixes of the SI."""
        return self._records("si_prefixes", Prefix)

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Titles of people."""
        return self._records("titles", Title)

    @cached_property
    def unit_names(self) -> tuple[UnitNames, ...]:
        """Names of units."""
        return self._records("unit_names", UnitNames)

    @cached_property
    def unit_signs(self) -> tuple[UnitSigns, ...]:
        """Signs of units."""
        return self._records("unit_signs", UnitSigns)

    @cached_property
    def words(self) -> Words:
        """Parts of speech."""
        return self._classes("words", Words)

    @cached_property
    def _files(self) -> frozenset[str]:
        """The names of the files in the folder, looked up once for all tables."""
        found = () if self.folder is None else self.folder.iterdir()
        return frozenset(path.name for path in found)

    def _table(self, name: str) -> Traversable | None:
        file = f"{name}.tsv"
        return self.folder / file if self.folder is not None and file in self._files else None

    def _classes(self, name: str, kind: type[T]) -> T:
        table = self._table(name)
        if table is None:
            return kind._make(kind._field_defaults.values())
        return read_classes(table, kind)

    def _records(self, name: str, kind: type[T]) -> tuple[T, ...]:
        table = self._table(name)
        return () if table is None else read_records(table, kind)


#: The tables that a folder may have, each the property of its name.
TABLES = tuple(
    name
    for name, value in vars(Language).items()
    if isinstance(value, cached_property) and not name.startswith("_")
)
_FILES = {f"{name}.tsv": name for name in TABLES}


def tags() -> frozenset[str]:
    """Return the languages that have a folder, without `und`."""
    return _folders() - {"und"}


@lru_cache(maxsize=1)
def _folders() -> frozenset[str]:
    inner = (path for path in _HERE.iterdir() if path.is_dir() and path.name != "__pycache__")
    return frozenset(path.name for path in inner)


@lru_cache(maxsize=256)
def language(tag: str) -> Language:
    """
    Return the tables of a language; all are empty where it has no folder.

    Nothing is taken from `und` or from another language: who wants both asks for both.
    """
    return Language(tag, _HERE / tag if tag in _folders() else None)
