"""
What a syntax error of YAML means and where it is, in words that tell what to do.

The parser says where it stopped and where the thing began that it was reading.
What is there, in which list or mapping, tells the rest: its own words differ
between versions, so nothing is read out of them.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from textflow.problems import Path, Place, Problem
from textflow.wording import cut
from textflow.yaml.problems import place_of
from textflow.yaml.text import place_after

TAB = "a tab cannot indent YAML: use spaces"
ANCHOR = "anchors and aliases (&a, *a) are not allowed here: write the value out"
STAR = f"{ANCHOR}, or put it in quotes if the & or * belongs to the text"
TAG = "tags (such as !!str or !name) are not allowed here: remove it, or put the text in quotes"
DIRECTIVE = "a line that begins with % is not allowed here: remove it, or put the text in quotes"
_BLOCK_TEXT = (
    "after | or > the text begins in the next line, indented by spaces and evenly: "
    "put a value that begins with | or > in quotes"
)
_ESCAPE = (
    "this escape in double quotes is no character: write the character itself, "
    "\\\\ for a backslash, or use single quotes"
)
_OPEN_QUOTE = "this quote is not closed: end the text with the same quotation mark"
_NO_PAIR = (
    "this is not a `key: value` pair: add the colon (with a space after it), or indent "
    "the line if it goes on from the one before; a key has 1,024 characters at most"
)
_LONGEST_KEY = 1024  # the YAML standard's number

_DOUBLE_QUOTED = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SINGLE_QUOTED = re.compile(r"'[^']*(?:''[^']*)*'(?!')")
_BACKSLASH = re.compile(
    r"""
    \\ (?: (?P<known> [0abtnvfreNLP_"/\\\ \t\r\n] | x [0-9a-fA-F]{2} | u [0-9a-fA-F]{4}
             | U (?: 000 [0-9a-fA-F] | 0010 ) [0-9a-fA-F]{4} )
          | . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Around(NamedTuple):
    """The innermost list or mapping that is open where the parser stopped."""

    place: Place
    path: Path
    #: Nothing where no list or mapping is open; the place is then that of the last value.
    kind: str = ""
    #: Written with brackets or braces.
    in_brackets: bool = False


class _Stop(NamedTuple):
    """Where the parser stopped, and where the thing began that it was reading."""

    text: str
    around: Around
    here: yaml.Mark
    start: yaml.Mark

    @property
    def place(self) -> Place:
        """Where the parser stopped."""
        return place_of(self.here)

    @property
    def begin(self) -> Place:
        """Where the thing began."""
        return place_of(self.start)

    @property
    def character(self) -> str:
        """The character at which the parser stopped; nothing at the end."""
        return self.text[self.here.index : self.here.index + 1]

    @property
    def opening(self) -> str:
        """The first character of the thing."""
        return self.text[self.start.index : self.start.index + 1]

    @property
    def found(self) -> str:
        """The rest of the line, to show."""
        rest = self.text[self.here.index : self.here.index + 40]
        line = re.split("[\r\n]", rest, maxsplit=1)[0]
        return f'"{cut(line, 20)}"' if line else "the end"


_Explained = tuple[Place, str]
_Explain = Callable[[_Stop], _Explained]


def _at_start(message: str) -> _Explain:
    return lambda stop: (stop.begin, message)


def _at_stop(message: str) -> _Explain:
    return lambda stop: (stop.place, message)


def _second_colon(stop: _Stop) -> _Explained:
    if stop.place.column > _LONGEST_KEY:
        return stop.place, "the key before this colon is too long: 1,024 characters at most"
    return stop.place, (
        "a colon is not allowed here: put the value in quotes if the colon belongs to it, "
        "else line this key up with its neighbours"
    )


def _odd_character(stop: _Stop) -> _Explained:
    return stop.place, f"a value cannot begin with {cut(stop.character)}: put it in quotes"


def _quote(stop: _Stop) -> _Explained:
    quoted = _DOUBLE_QUOTED if stop.opening == '"' else _SINGLE_QUOTED
    closed = quoted.match(stop.text, stop.start.index, stop.here.index)
    if closed:
        return stop.begin, _NO_PAIR
    for escape in _BACKSLASH.finditer(stop.text, stop.start.index):
        if stop.opening == "'" or escape.start() > stop.here.index:
            break
        if not escape["known"]:
            return place_after(stop.text[: escape.start()]), _ESCAPE
    return stop.begin, _OPEN_QUOTE


#: What the character means at which the parser stopped, reading nothing yet.
_CHARACTERS: dict[str, _Explain] = {
    "\t": _at_stop(TAB),
    ":": _second_colon,
    "-": _at_stop("a list item (-) is not allowed here: begin it in a line of its own"),
    "?": _at_stop("a ? is not allowed here: put the text in quotes"),
}
#: What the first character means of the thing that the parser was reading.
_OPENINGS: dict[str, _Explain] = {
    "%": _at_stop(DIRECTIVE),
    "&": _at_start(STAR),
    "*": _at_start(STAR),
    "!": _at_start(TAG),
    "|": _at_start(_BLOCK_TEXT),
    ">": _at_start(_BLOCK_TEXT),
    '"': _quote,
    "'": _quote,
}


def _odd_token(stop: _Stop) -> _Explained:
    """Explain what the scanner does not read, the first of the parser's two halves."""
    if stop.start is stop.here:
        return _CHARACTERS.get(stop.character, _odd_character)(stop)
    return _OPENINGS.get(stop.opening, _at_start(_NO_PAIR))(stop)


def _missing_value(stop: _Stop) -> _Explained:
    if not stop.around.in_brackets:
        return stop.place, "a value is missing here: write one, or put this in quotes"
    if not stop.character:
        return stop.around.place, "what opens here is not closed before the end: add ] or }"
    return stop.place, (
        f"a value is missing before {stop.found}: write one, or remove a comma, and put "
        "text with brackets, braces or commas in quotes"
    )


def _open_bracket(stop: _Stop) -> _Explained:
    closing = "}" if stop.opening == "{" else "]"
    line = f" in line {stop.place.line}" if stop.character else ""
    return stop.begin, (
        f"this {stop.opening} is not closed, or a comma is missing, before "
        f"{stop.found}{line}: add {closing} or the comma, and put text with brackets, "
        "braces, commas or colons in quotes"
    )


_ADVICE = {
    "mapping": "line up its keys, and put a value in quotes as a whole or not at all",
    "list": "begin each item with - in the same column",
}


def _misfit(stop: _Stop) -> _Explained:
    kind = stop.around.kind
    return stop.place, (
        f"{stop.found} does not fit in the {kind} that begins in line {stop.begin.line}: "
        f"{_ADVICE[kind]}"
    )


def _odd_order(stop: _Stop, *, alone: bool) -> _Explained:
    """Explain tokens that do not follow each other; ``alone``: nothing was being read."""
    if alone:
        message = "something follows the end of the value: remove it, or line it up with the rest"
        return stop.place, DIRECTIVE if stop.character == "%" else message
    if stop.character == "!":
        return stop.place, TAG
    if stop.start.index == stop.here.index:
        return _missing_value(stop)
    if stop.opening in ("&", "!") and stop.begin != stop.around.place:
        return _OPENINGS[stop.opening](stop)
    return _open_bracket(stop) if stop.around.in_brackets else _misfit(stop)


def syntax_problem(error: Exception, mark: yaml.Mark, text: str, around: Around) -> Problem:
    """
    Return what an exception of the parser means.

    ``mark`` is as far as it has read: not every exception says where it stopped.
    """
    here: yaml.Mark = getattr(error, "problem_mark", None) or mark
    start: yaml.Mark | None = getattr(error, "context_mark", None)
    stop = _Stop(text, around, here, start or here)
    place, message = _explained(error, stop, alone=start is None)
    return Problem(place, around.path, message)


def _explained(error: Exception, stop: _Stop, *, alone: bool) -> _Explained:
    if isinstance(error, ScannerError):
        return _odd_token(stop)
    if isinstance(error, ParserError):
        return _odd_order(stop, alone=alone)
    if stop.text[stop.here.index - 2 : stop.here.index] == "\\U":
        return place_after(stop.text[: stop.here.index - 2]), _ESCAPE
    return stop.place, "YAML cannot be read from here on: put the text in quotes"
