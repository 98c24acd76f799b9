"""Tell numbers that count something from dates, times, scores, names and codes."""

import re

from textflow_plugins.amounts.terms import Numeral

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE_BEFORE = re.compile(
    rf"\b{_MONTH}[ ,]{{1,3}}(?:\d{{1,2}}(?:st|nd|rd|th)?,?[ ])?(?:\d{{1,2}}[-\u2013])?\Z"
)
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?(?:[ ]of)?[ -]{_MONTH}|[-\u2013]\d{{1,2}}[ ]{_MONTH}")
_CLOCK_AFTER = re.compile(r"[:.]\d\d(?:[ ]?[ap]\.?m\b|\b(?![.,]?\d))|[ ]?[ap]\.?m\b|[ ]o'clock\b")
_LIST_ITEM = re.compile(r"[.)][ ][A-Z]")
_LINE = re.compile(r"(?:\A|\n)[ ]*\Z")
_CLOCK_BEFORE = re.compile(r"\d:\Z")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_JOINED_AFTER = re.compile(r"[^\W_]|[-\u2013/:.]\d|[-'\u2019]s\b")
_JOINED_BEFORE = re.compile(r"(?:\w|[#\xa7/@_:]|\d[-\u2013.]|[^\W\d_]-)\Z")
#: A capitalised word just before: Section 38, Boeing 747, Local 802.
_NAMED = re.compile(r"(?:\A|[^\W]|[,;)\"])[ ](?P<name>[^\W\d_a-z][^\W\d_]*\.?)[ ]\Z")
_LABELLED = re.compile(
    r"\b(?:no|nos|nr|number|numbers|page|pages|chapter|section|article|route|room|flight|channel"
    r"|act|part|phase|level|grade|class|type|size|version|vol|volume|act|verse|gate|lane|highway"
    r"|highways|interstate|paragraph|item|question|step|day|week|rule|title|bbc|radio|area|local"
    r")\.?[ ]\Z"
)
_HALF_BEFORE = re.compile(r"\b(?:first|second|other|last|latter|final|opening|closing)[ ]\Z")
_AGE_BEFORE = re.compile(r"\b(?:[Aa]ged?|turn(?:s|ed|ing)?|approaches|approaching)[ ]\Z")
_AGE_APPOSED = re.compile(r"[^\W\d_a-z][\w.'\u2019-]*[^\W\d_],[ ]\Z")
_AGE_CLOSED = re.compile(r"[,;.)](?!\d)")
_SHARE_AFTER = re.compile(r"[ ]of\b|[.?!]?\s?\Z")
_HOURS = 12
_BACK = 28
_ONE_AFTER = re.compile(r"[ ]?(?:another\b|day\b|last\b|night\b|time\b|thing\b|by[ ]one\b|-)")
_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|this|that|the|which|another|a[ ]\w+|not|last|next|first"
    r"|second|new|big|good|old|other|right|single)[ -]\Z"
)


def _is_year(low: str, numeral: Numeral) -> bool:
    return bool(_YEAR.fullmatch(low[numeral.start : numeral.end])) and len(low) > numeral.end


def _joined(low: str, numeral: Numeral) -> bool:
    before = low[max(0, numeral.start - 2) : numeral.start]
    return bool(_JOINED_AFTER.match(low, numeral.end) or _JOINED_BEFORE.search(before))


def _dated(low: str, numeral: Numeral) -> bool:
    before = low[max(0, numeral.start - _BACK) : numeral.start]
    if _DATE_BEFORE.search(before) or _CLOCK_BEFORE.search(before):
        return True
    return bool(_DATE_AFTER.match(low, numeral.end) or _CLOCK_AFTER.match(low, numeral.end))


def is_time(low: str, numeral: Numeral) -> bool:
    """Tell whether a number is of a clock: 2 pm."""
    small = numeral.value is not None and numeral.value <= _HOURS
    return numeral.shape == "digits" and small and bool(_CLOCK_AFTER.match(low, numeral.end))


def is_age(text: str, numeral: Numeral) -> bool:
    """Tell whether a number is an age: aged 45; Ann Lee, 45, said."""
    before = text[max(0, numeral.start - _BACK) : numeral.start]
    if numeral.shape != "digits" or numeral.end - numeral.start > len("105"):
        return False
    if _AGE_BEFORE.search(before):
        return True
    return bool(_AGE_APPOSED.search(before) and _AGE_CLOSED.match(text, numeral.end))


def is_part(text: str, numeral: Numeral) -> bool:
    """Tell whether a number belongs to a word or a code: MH17, scp-173m, 10.0.0.1."""
    before = text[max(0, numeral.start - 2) : numeral.start]
    return numeral.shape == "digits" and bool(_JOINED_BEFORE.search(before))


def counts(text: str, low: str, numeral: Numeral) -> bool:
    """
    Tell whether a number counts something.

    Dates, years, times, scores, versions and the numbers of things (Section 38)
    do not; nor does the pronoun (no one, the one), nor a plain ordinal within a
    sentence (the first game), which ranks.
    """
    before = text[max(0, numeral.start - _BACK) : numeral.start]
    if _LABELLED.search(before.lower()):
        return False
    if numeral.shape == "digits":
        return not _named(text, low, numeral, before)
    return _word_counts(low, numeral, before)


def _word_counts(low: str, numeral: Numeral, before: str) -> bool:
    word = low[numeral.start : numeral.end]
    if word == "one":
        return not (_ONE_AFTER.match(low, numeral.end) or _ONE_BEFORE.search(before.lower()))
    if numeral.shape == "ordinal" or word == "quarter":
        compound = not word.isalpha()
        return compound or low.strip(" .") in (word, f"the {word}")
    if word == "half" and _HALF_BEFORE.search(before.lower()):
        return False
    if numeral.shape == "part" and word.startswith("a "):
        return bool(_SHARE_AFTER.match(low, numeral.end))
    return True


def _named(text: str, low: str, numeral: Numeral, before: str) -> bool:
    if _joined(low, numeral) or _is_year(low, numeral) or _dated(low, numeral):
        return True
    if _LIST_ITEM.match(text, numeral.end) and _LINE.search(before):
        return True
    return bool(_NAMED.search(before))
