"""Lines that are told by their shape: counts, dates, bylines, credits of pictures."""

import re

from textflow_plugins.clean._lexicon import date_words, months
from textflow_plugins.clean._lines import Line

#: No date, byline or credit is longer than this many words.
SHORT = 16
CREDIT_WORDS = 60

COUNT = re.compile(
    r"(?: \d[\d.,]{0,8} \s? [kKmM]? \s? (?: shares? | comments? | views? | likes? | retweets? ) )\Z"
    r"| (?: image \s )? \d{1,3} \s? (?: of | / | of\ / ) \s? \d{1,3} \Z"
    r"| \( \d{1,3} \s videos? \) \Z",
    re.VERBOSE | re.IGNORECASE,
)
CREDIT = re.compile(
    r"(?: (?:file\s)? (?: photo | image | picture | photograph | foto | bild ) s? "
    r"  (?: \s (?: credit | by | courtesy | source ) )? \s? : \s? \S )"
    r"| credit \s? : \s? \S",
    re.VERBOSE | re.IGNORECASE,
)
AGENCY = re.compile(
    r"[/|] \s? (?: getty(?:\simages)? | ap | afp | reuters | epa | shutterstock | istock"
    r" | bloomberg | the\snew\syork\stimes | associated\spress ) [^.!?/|]{0,24} \Z",
    re.VERBOSE | re.IGNORECASE,
)
INLINE_CREDIT = re.compile(
    r"© \s? (?: reuters | afp | getty | ap\b | epa ) | \( ap \s photo | reuters/[A-Z]"
    r" | getty\simages"
    r" | (?<=[a-z.])credit: \s? \S | image\scredit: | submitted\sphoto \Z",
    re.VERBOSE | re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?: @\w{2,30} | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}"
    r" | (?:www\.)?twitter\.com/\w{1,30} )\Z",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\(? (?: (?: additional \s )? reporting | writing | editing | compiled ) \s by \s [A-Z]",
    re.VERBOSE | re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?i:by | posted \s by | written \s by | von | par | por | di ) :? \s+"
    r" (?: [Tt]he \s )? [^\W\d_a-z]",
    re.VERBOSE,
)
#: What may stand between the names of a byline.
BETWEEN = """and the for of in special to from staff writer reporter und et y e de la van"""
LINKS = frozenset(BETWEEN.split())
DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}\b|\d{4}-\d{2}-\d{2}\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?\Z")


def sure_shape(line: Line) -> str | None:
    """Return the rule for a line whose shape says enough, wherever it stands."""
    if len(line.words) > CREDIT_WORDS:
        return None
    if COUNT.match(line.text):
        return "count"
    if _is_credit(line):
        return "credit"
    return None


def edge_shape(line: Line) -> str | None:
    """Return the rule for a line whose shape says enough outside the prose."""
    if REPORTED.match(line.text):
        return "byline"
    if len(line.words) > SHORT:
        return None
    return "byline" if CONTACT.match(line.text) or _is_byline(line) else None


def is_date(line: Line) -> bool:
    """Say whether a line states nothing but when something was published."""
    return len(line.words) <= SHORT and not line.text.endswith(".") and _is_date(line)


def _is_credit(line: Line) -> bool:
    if CREDIT.match(line.text) or INLINE_CREDIT.search(line.text):
        return True
    return len(line.words) <= SHORT and AGENCY.search(line.text) is not None


def _is_date(line: Line) -> bool:
    known = date_words()
    if not all(NUMBER.match(word) or word in known for word in line.words):
        return False
    named = any(word in months() for word in line.words) and YEAR.search(line.text)
    return bool(named or DATED.search(line.text) or line.words[-1:] == ("ago",))


def _is_byline(line: Line) -> bool:
    if line.words == ("by",):
        return True
    if not BYLINE.match(line.text) or line.text.endswith(("?", "!", ":")):
        return False
    words = line.text.replace("/", " ").split()[1:]
    return all(_in_byline(word) for word in words)


def _in_byline(word: str) -> bool:
    bare = word.strip(".,:;|()-\u2013\u2014").casefold()
    known = bare in LINKS or bare in date_words() or bare.replace(".", "") in date_words()
    return known or not word[0].islower()
