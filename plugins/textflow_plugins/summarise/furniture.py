"""Furniture: what stands in a text but is no sentence of the story."""

import re
from functools import lru_cache

from textflow_plugins.summarise.words import plain, table, words

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

_SPOKEN = re.compile(f"[\"{_OPEN}{_CLOSE}]|``|''")
# Names, no sentence: By Ann Holt, Staff Reporter; Von Jens Maar; Reporting by Ann Holt
_BYLINE = re.compile(
    r"""
    (?i: (?: (?: written | reporting | reported | words | story | posted ) [ ] )?
      (?: by | von | par | por | di | da | door ) [ ] )
    [^\W\d_a-z]
    """,
    re.VERBOSE,
)
# The time a page was made: Published 3 May 2019, Updated: 10.30 GMT
_STAMP = re.compile(
    r"""
    (?: first[ ] )? (?: published | updated | posted | modified | last[ ]updated
      | last[ ]modified | created | date ) \b [ ]? (?: : | on\b | at\b | \d | [A-Z][a-z]+[ ]\d )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What only a picture needs said: (left), pictured above, a file photo
_CAPTION = re.compile(
    r"""
    \( \s? (?: left | right | above | below | centre | center | pictured | file ) \b
    | \b pictured \b
    | \b (?: file | stock ) [ ] (?: photo | picture | image ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Who made a picture, or a note beside the story: Photo: Ann Holt, Editor's note
_CREDIT = re.compile(
    r"""
    (?: photo | photograph | picture | image | video | credit | source | foto | bild )s?
    (?: [ ] (?: by | credit | copyright | caption | courtesy ) \b | [ ]? : )
    | copyright \b | \N{COPYRIGHT SIGN} | advertisement \b | editor[ ]?'?s[ ] (?: note | picks ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def junk(sentence: str, size: int) -> bool:
    """
    Tell whether a sentence of ``size`` words is furniture, a byline, a credit or a caption.

    Only short ones are looked at. A short sentence of the story that is taken for
    furniture is not lost: it merely has no place in the summary while there are others.

    >>> [junk(line, 4) for line in ("Share this with friends", "Toner cut its price.")]
    [True, False]
    """
    if size > _FURNITURE_WORDS:
        return False
    head = sentence.lstrip(_BEFORE)
    if _speaks_of_page(sentence, head) or _is_caption(sentence, size) or _CREDIT.match(head):
        return True
    if _ended(sentence):
        return size <= _STAMP_WORDS and bool(_STAMP.match(head))
    return (
        size <= _LABEL_WORDS
        or _is_row(head, size)
        or bool(_STAMP.match(head) or _BYLINE.match(head))
    )


def pictures(sentence: str) -> bool:
    """Tell whether a sentence speaks of a picture."""
    return bool(_CAPTION.search(sentence))


def _ended(sentence: str) -> bool:
    return sentence.rstrip(_AFTER).endswith(_STOPS)


def _speaks_of_page(sentence: str, head: str) -> bool:
    """Tell whether a sentence speaks of the page; no quotation marks: somebody would say it."""
    return not _SPOKEN.search(sentence) and bool(_furniture().search(plain(head)))


def _is_caption(sentence: str, size: int) -> bool:
    return size <= _CAPTION_WORDS and pictures(sentence)


def _is_row(head: str, size: int) -> bool:
    """Tell whether a short line is a row of buttons: at least half of its words are."""
    if size > _ROW_WORDS:
        return False
    named = [word for word in words(head) if not word[0].isdecimal()]
    return 2 * sum(word in _buttons() for word in named) >= max(1, len(named))


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str]:
    lists = table("furniture")
    phrases, openings = ("|".join(map(re.escape, lists[name])) for name in ("phrase", "opening"))
    return re.compile(rf"\b(?:{phrases})\b|\A(?:{openings})\b")


@lru_cache(maxsize=1)
def _buttons() -> frozenset[str]:
    return frozenset(table("furniture")["button"])
