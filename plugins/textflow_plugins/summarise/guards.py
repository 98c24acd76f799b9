"""Guards: sentences that are not of the story, and those in doubt."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from textflow_plugins.summarise.words import Lexicon, plain, words

#: Furniture is short; a longer sentence that says "newsletter" is about newsletters.
_FURNITURE_WORDS = 30
#: A caption in so few words describes the picture; a longer one may tell the story too.
_CAPTION_WORDS = 20
_SHORT_WORDS = 8
_FRAGMENT_WORDS = 5
#: A headline has so many words at least, and so much of it is said again below.
_HEADLINE_WORDS = 3
_AGAIN = 0.8

_QUOTES = "\"'`\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"  # noqa: E501 - the names say what they are
_STOPS = (".", "!", "?", "\N{HORIZONTAL ELLIPSIS}", "\N{IDEOGRAPHIC FULL STOP}")
_CLOSERS = "\"')]\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK} \t\r\n"  # noqa: E501 - as above

# "By Ann Holt, Staff Reporter", "Von Jens Maar", "Reporting by Ann Holt": names, no sentence.
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
# Who made a picture, or a note that is none of the story: Photo: Ann Holt, Editor's note
_CREDIT = re.compile(
    r"""
    (?: photo | photograph | picture | image | video | credit | source | foto | bild )s?
    (?: [ ] (?: by | credit | copyright | caption | courtesy ) \b | [ ]? : )
    | (?: copyright | \N{COPYRIGHT SIGN} | advertisement \b | editor[ ]?'?s[ ] (?: note | picks ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str]:
    table = files("textflow_plugins.summarise").joinpath("furniture.txt").read_text("utf-8")
    phrases = [line for line in table.split("\n") if line and not line.startswith("#")]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


def ended(sentence: str) -> bool:
    """Tell whether a sentence has its full stop."""
    return sentence.rstrip(_CLOSERS).endswith(_STOPS)


def junk(sentence: str, size: int) -> bool:
    """
    Tell whether a sentence is furniture, a byline, a dateline, a credit or a caption.

    Only short ones are looked at. A short sentence of the story that is taken for
    furniture is not lost: it merely has no place in the summary while there are others.
    """
    if size > _FURNITURE_WORDS or not sentence.strip():
        return False
    if _furniture().search(plain(sentence)):
        return True
    if size <= _CAPTION_WORDS and _CAPTION.search(sentence):
        return True
    head = sentence.lstrip(_QUOTES + "([-*\N{BULLET}| \t\r\n")
    if _CREDIT.match(head):
        return True
    if ended(sentence):
        return size <= _SHORT_WORDS and bool(_STAMP.match(head))
    return size < _FRAGMENT_WORDS or bool(_STAMP.match(head) or _BYLINE.match(head))


def headline(below: Sequence[Sequence[str]]) -> bool:
    """
    Tell whether the first of these lists of words is a headline that ran into the text.

    One of the others says it again, at greater length.

    >>> headline([["steel", "price", "up"], ["price", "steel", "rise", "up"]])
    True
    """
    first = below[0] if below else ()
    return len(first) >= _HEADLINE_WORDS and any(
        len(other) > len(first) and len(set(first) & set(other)) >= _AGAIN * len(first)
        for other in below[1:]
    )


def leans(sentence: str, lists: Lexicon) -> bool:
    """Tell whether a sentence opens with a word that leans on the sentence before it."""
    first = next(words(sentence), None)
    return first is not None and plain(first.group()).partition("'")[0] in lists.opener


def doubts(sentence: str, said: list[str], lists: Lexicon) -> int:
    """Count what speaks against a sentence: a caption, the first person, hardly any words."""
    return (
        bool(_CAPTION.search(sentence))
        + any(word in lists.first for word in said)
        + (len(said) < _SHORT_WORDS)
        + (len(said) < _FRAGMENT_WORDS)
    )
