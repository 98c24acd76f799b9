"""Titles in marks of quotation: the name of a show or a book, which nobody says."""

from collections.abc import Sequence

from textflow_plugins.languages import Grammar
from textflow_plugins.speakers.quotation_marks import Quotation

#: Titles are short, and their small words too.
_TITLE, _SMALL = 60, 5
_LEAST_HEADING, _LONGEST_HEADING = 3, 9


def is_title(text: str, quote: Quotation, before: Sequence[str], grammar: Grammar) -> bool:
    """Return whether marks behind tokens hold the name of a show or a book: "Meet the Press"."""
    inner = text[quote.inner_start : quote.inner_end].removesuffix(",").strip()
    last = before[-1] if before else ""
    if not grammar.fixed_order and inner.isalnum() and last in grammar.articles:
        return True  # one word behind its article: a nickname, no speech
    if not before:
        return _is_heading(inner, grammar)
    if grammar.fixed_order and grammar.single_owner(last):
        inner = inner.removesuffix(".")  # "on CBS's 'Face the Nation.'"
    short = 0 < len(inner) < _TITLE and inner[0].isupper() and inner[-1].isalnum()
    return short and _is_title_behind(last, inner.split(), grammar)


def _is_title_behind(before: str, words: list[str], grammar: Grammar) -> bool:
    """Return whether short words are a title behind the token ``before``: "Lee's 'Tides'"."""
    if len(words) == 1:
        named = before != ":" and not grammar.fixed_order
        return named or grammar.single_owner(before)
    return before not in (",", ":") and _in_title_case(words, grammar)


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
