"""Furniture: what stands in a text but is no sentence of the story."""

import re
from collections.abc import Sequence
from functools import lru_cache

from textflow_plugins.languages import How, any_of, anywhere, every_language
from textflow_plugins.summarise.hints import UNUSUAL_CASE, Hints
from textflow_plugins.summarise.tokens import plain, words

#: Furniture is short; a longer sentence that names cookies is about cookies.
_FURNITURE_WORDS = 30
#: A caption in so few words describes the picture; a longer one may tell the story too.
_CAPTION_WORDS = 20
_ROW_WORDS = 12
_STAMP_WORDS = 8
#: A line so short, without a full stop, is a name or a label.
_LABEL_WORDS = 4

_OPEN = (
    "\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_CLOSE = "\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_SINGLE = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_SPACE = " \t\r\n\N{NO-BREAK SPACE}"
#: What may stand before the first word of a line, and after its full stop.
_BEFORE = f"\"'`([-*|\N{BULLET}{_OPEN}{_CLOSE}{_SINGLE}{_SPACE}"
_AFTER = f"\"')]{_OPEN}{_CLOSE}{_SINGLE}{_SPACE}"
_FULL_STOPS = "\N{HORIZONTAL ELLIPSIS}\N{IDEOGRAPHIC FULL STOP}\N{DEVANAGARI DANDA}"
_STOPS = tuple(f".!?{_FULL_STOPS}\N{ARABIC QUESTION MARK}")

#: A question in so few words is a heading, or one of a talk.
_ASKS = ("?", "\N{ARABIC QUESTION MARK}", "\N{FULLWIDTH QUESTION MARK}")
_SPOKEN = re.compile(f"[\"{_OPEN}{_CLOSE}]|``|''")


def junk(sentence: str, said: Sequence[str], size: int, *, pictured: bool) -> bool:
    """
    Return whether a sentence is furniture, a byline, a credit or a caption.

    ``said`` are the parts of its ``size`` words; ``pictured`` says whether it speaks of a picture.

    Only short ones are looked at. A short sentence of the story that is taken for
    furniture is not lost: it merely has no place in the summary while there are others.

    >>> lines = ("Share this with friends", "Toner cut its price.")
    >>> [junk(line, words(line), 4, pictured=False) for line in lines]
    [True, False]
    """
    if size > _FURNITURE_WORDS:
        return False
    head = sentence.lstrip(_BEFORE)
    if pictured and (size <= _CAPTION_WORDS or _caption().match(head)):
        return True
    if _speaks_of_page(sentence, head, said) or _is_beside_story(head, said):
        return True
    if ended(sentence):
        return _asks(sentence, size) or _dates_page(head, size)
    return _is_label(head, size)


def _asks(sentence: str, size: int) -> bool:
    """Return whether a sentence is a question so short that it is a heading."""
    return size <= _LABEL_WORDS and sentence.endswith(_ASKS)


def _dates_page(head: str, size: int) -> bool:
    """Return whether a short sentence states when the page was made."""
    return size <= _STAMP_WORDS and bool(_stamp().match(head))


def _is_label(head: str, size: int) -> bool:
    """Return whether a line without a full stop is a name, a row of buttons, a byline."""
    return size <= _LABEL_WORDS or _is_row(head, size) or _is_stamped(head)


def _is_beside_story(head: str, said: Sequence[str]) -> bool:
    greets = _greeting_hints().may_hold(said) or UNUSUAL_CASE.search(head)
    return bool(_credit().match(head) or (greets and _greeting().match(head)))


def _is_stamped(head: str) -> bool:
    return bool(_stamp().match(head) or _byline().match(head))


def speaks(sentence: str) -> bool:
    """Return whether a sentence has marks of quotation."""
    if sentence.isascii():
        return '"' in sentence or "``" in sentence or "''" in sentence
    return bool(_SPOKEN.search(sentence))


def pictures(sentence: str, said: Sequence[str]) -> bool:
    """Return whether a sentence, of which ``said`` are the parts, speaks of a picture."""
    held = "(" in sentence or _caption_hints().may_hold(said)
    if not held and (sentence.isascii() or not UNUSUAL_CASE.search(sentence)):
        return False
    return bool(_caption().search(sentence))


def of_picture(sentence: str) -> bool:
    """Return whether a sentence says who made a picture, or where somebody is in it."""
    return bool(_picture_credit().match(sentence.lstrip(_BEFORE)) or _caption().search(sentence))


def ended(sentence: str) -> bool:
    """Return whether a sentence ends as sentences do."""
    return sentence.rstrip(_AFTER).endswith(_STOPS)


def _speaks_of_page(sentence: str, head: str, said: Sequence[str]) -> bool:
    """Return whether a sentence speaks of the page; no quotation marks: somebody would say it."""
    if not _page_hints().may_hold(said) or speaks(sentence):
        return False
    return bool(_furniture().search(plain(head)))


def _is_row(head: str, size: int) -> bool:
    """Return whether a short line is a row of buttons: at least half of its words are."""
    if size > _ROW_WORDS:
        return False
    buttons = _buttons()
    named = [word for word in words(head) if not word[0].isdecimal()]
    return 2 * sum(word in buttons for word in named) >= max(1, len(named))


def _phrases(how: How) -> frozenset[str]:
    """Return the phrases that are found in one way, in all languages."""
    found = (use for one in every_language() for use in one.furniture)
    return frozenset(one.phrase for one in found if how in dict(one.uses))


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str]:
    within, first = _phrases(How.HOLDS_SENTENCE), _phrases(How.OPENS_SENTENCE)
    return re.compile(rf"\b{any_of(within)}\b|\A{any_of(first)}\b")


@lru_cache(maxsize=1)
def _page_hints() -> Hints:
    return Hints(_phrases(How.HOLDS_SENTENCE) | _phrases(How.OPENS_SENTENCE))


@lru_cache(maxsize=1)
def _buttons() -> frozenset[str]:
    return _phrases(How.BUTTON)


@lru_cache(maxsize=1)
def _byline() -> re.Pattern[str]:
    """Find names, no sentence: By Ann Holt, Staff Writer; Von Jens Maar; Reporting by Ann Holt."""
    acts = any_of(anywhere(lambda one: one.page.byline_act))
    openings = any_of(anywhere(lambda one: one.page.byline | one.page.byline_weak))
    return re.compile(rf"(?i: (?: {acts} [ ] )? {openings} [ ] ) [^\W\d_a-z]", re.VERBOSE)


@lru_cache(maxsize=1)
def _stamp() -> re.Pattern[str]:
    """Find the time a page was made: Published 3 May 2019; Updated: 10.30 GMT."""
    which = any_of(anywhere(lambda one: one.page.stamp_which))
    made = any_of(anywhere(lambda one: one.page.stamp | one.calendar.published))
    at = any_of(anywhere(lambda one: one.page.stamp_at))
    return re.compile(
        rf"(?: {which} [ ] )? {made} \b [ ]? (?: : | {at} \b | \d | [A-Z][a-z]+[ ]\d )",
        re.VERBOSE | re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _caption() -> re.Pattern[str]:
    """Find what only a picture needs said: (left), pictured above, a file photo."""
    places = any_of(anywhere(lambda one: one.page.caption_place))
    said = any_of(anywhere(lambda one: one.page.caption_word))
    return re.compile(rf"\( \s? {places} \b | \b {said} \b", re.VERBOSE | re.IGNORECASE)


@lru_cache(maxsize=1)
def _caption_hints() -> Hints:
    return Hints(anywhere(lambda one: one.page.caption_word))


@lru_cache(maxsize=1)
def _picture_credit() -> re.Pattern[str]:
    """Find who made a picture: Photo: Ann Holt; Photographed by Ann Holt."""
    return re.compile(_made_by(), re.VERBOSE | re.IGNORECASE)


def _made_by() -> str:
    """Return the pattern for who made a picture."""
    made = anywhere(lambda one: one.page.picture_made)
    opening = any_of(anywhere(lambda one: one.page.picture | one.page.film) | made)
    return rf"{opening} s? (?: [ ] {any_of(made)} \b | [ ]? : ) | ©"


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    """Find who made a picture, or a note beside the story: Editor's note."""
    notes = any_of(anywhere(lambda one: one.page.note))
    return re.compile(rf"{_made_by()} | {notes} \b", re.VERBOSE | re.IGNORECASE)


@lru_cache(maxsize=1)
def _greeting_hints() -> Hints:
    return Hints(anywhere(lambda one: one.sentences.greeting))


@lru_cache(maxsize=1)
def _greeting() -> re.Pattern[str]:
    """Find what greets those who read or listen: Dear readers; Good morning, everyone."""
    return re.compile(rf"{any_of(anywhere(lambda one: one.sentences.greeting))}\b", re.IGNORECASE)
