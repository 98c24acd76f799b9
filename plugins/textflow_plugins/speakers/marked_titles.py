"""Titles in marks of quotation: the name of a show or a book, which nobody says."""

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.quotation_marks import Quotation
from textflow_plugins.speakers.tokens import Unit

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
_LEAST_HEADING, _LONGEST_HEADING = 3, 9


def is_title(text: str, quote: Quotation, unit: Unit) -> bool:
    """Return whether the marks hold the name of a show or a book: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",").strip()
    if not unit.grammar.fixed_order and _is_named(inner, unit):
        return True
    if not unit.low:
        return _is_heading(inner, unit.grammar)
    if _may_end_sentence(unit):
        inner = inner.removesuffix(".")
    short = 0 < len(inner) < _TITLE and inner[0].isupper() and inner[-1].isalnum()
    return short and _is_title_behind(unit.low[-1], inner.split(), unit.grammar)


def _may_end_sentence(unit: Unit) -> bool:
    """Return whether a title ends the sentence here: "on CBS's 'Face the Nation.'"."""
    return unit.grammar.fixed_order and unit.grammar.single_owner(unit.low[-1])


def _is_title_behind(before: str, words: list[str], grammar: Grammar) -> bool:
    """Return whether short words are a title behind the token ``before``: "Lee's 'Tides'"."""
    if len(words) == 1:
        named = before != ":" and not grammar.fixed_order
        return named or grammar.single_owner(before)
    return before not in (",", ":") and _in_title_case(words, grammar)


def _is_named(inner: str, unit: Unit) -> bool:
    """Return whether the marks hold one word behind its article: a nickname, no speech."""
    before = unit.low[-1] if unit.low else ""
    return inner.isalnum() and before in unit.grammar.articles


def _is_heading(inner: str, grammar: Grammar) -> bool:
    """Return whether a quotation that opens a sentence is a title: "Inside the Ferry Trade."."""
    words = inner.removesuffix(".").split()
    fits = _LEAST_HEADING <= len(words) <= _LONGEST_HEADING and all(map(str.isalpha, words))
    return fits and inner.endswith(".") and _in_title_case(words, grammar)


def _in_title_case(words: list[str], grammar: Grammar) -> bool:
    if words[0].lower() in grammar.subjects:
        return False
    small = [word for word in words if word[0].islower()]
    return len(small) < len(words) / 2 and all(len(word) < _SMALL for word in small)
