"""What the tables of a language say about the words beside a full stop."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from textflow_plugins.languages import Form, Language, Use, language

Set = frozenset[str]
#: The forms of a verb of saying that follow a question: "Why?" asked Ann.
_TAG_FORMS = frozenset((Form.THIRD, Form.PRESENT, Form.PAST, Form.PARTICIPLE))


@attrs.frozen(eq=False, repr=False)  # loaded once; told apart by identity, which is fast
class Words:
    """The words of one language; abbreviations are without their last full stop."""

    title: Set
    inner: Set
    number: Set
    name: Set
    last: Set
    end: Set
    small: Set
    #: All abbreviations together.
    shortened: Set
    starter: Set
    subject: Set
    verb: Set
    lead: Set
    within: Set
    join: Set
    credit: Set
    label: Set
    #: Words that have a capital wherever they are, and those that open a time.
    capital: Set
    time_opener: Set
    #: Verbs of a reporting clause.
    says: Set
    #: Weekdays; these, months and time zones, with capitals.
    weekday: Set
    calendar: Set
    #: Whether a number with a full stop is an ordinal number.
    ordinals: bool


def words(tag: str, abbreviations: Sequence[str] = ()) -> Words:
    """
    Return the words of a language; for one without abbreviations, those that travel.

    `abbreviations` are taken for some that never end a sentence.
    """
    return _words(tag, tuple(abbreviations))


@lru_cache(maxsize=64)
def _words(tag: str, abbreviations: tuple[str, ...]) -> Words:
    known = language(tag)
    short = _abbreviations(known, abbreviations)
    edges = known.sentences
    return Words(
        **short,
        shortened=frozenset().union(*short.values()),
        starter=edges.starter,
        subject=edges.subject,
        verb=edges.verb,
        lead=edges.lead,
        within=edges.within,
        join=edges.join,
        credit=edges.credit,
        label=edges.label,
        capital=edges.capital | language("und").sentences.capital,
        time_opener=edges.time_opener,
        says=edges.thinks | _verbs_of_saying(known),
        weekday=frozenset(day.capitalize() for day in known.calendar.weekday),
        calendar=_calendar(known),
        ordinals="." in known.endings.ordinal,
    )


def _abbreviations(known: Language, more: Iterable[str]) -> dict[str, Set]:
    entries = known.abbreviations._asdict()
    if not known.sentences.starter:  # little is known of the language
        travel = language("und").abbreviations._asdict()
        entries = {kind: found | travel[kind] for kind, found in entries.items()}
    entries["inner"] |= frozenset(more)
    return {
        kind: frozenset(form for entry in found for form in _forms(kind, entry))
        for kind, found in entries.items()
    }


def _forms(kind: str, entry: str) -> set[str]:
    """Return an abbreviation without its full stop; in capitals too unless it is a name."""
    bare = entry.removesuffix(".")
    if kind != "title" and bare != bare.lower():
        return {bare}
    return {bare, bare[:1].upper() + bare[1:], bare.upper()}


def _verbs_of_saying(known: Language) -> Set:
    return frozenset(
        word
        for verb in known.reporting
        if Use.TAG in verb.uses
        for form, word in verb.forms
        if form in _TAG_FORMS or Use.PLAIN in verb.uses
    )


def _calendar(known: Language) -> Set:
    """Return what may follow a date or a time, with capitals."""
    table = known.calendar
    names = table.month | table.weekday | table.zone
    return frozenset(name.capitalize() for name in names) | {zone.upper() for zone in table.zone}
