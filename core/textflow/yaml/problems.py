"""What is wrong with a YAML file and where, in words that tell what to do."""

import re
from collections.abc import Callable
from typing import Any

import attrs

from textflow.problems import Path, Place, Problem
from textflow.wording import cut

TAB = "a tab cannot indent YAML: use spaces"
ANCHOR = "anchors and aliases (&a, *a) are not allowed here: write the value out"
STAR = f"{ANCHOR}, or put it in quotes if the & or * belongs to the text"
TAG = "tags (such as !!str or !name) are not allowed here: remove it, or put the text in quotes"
DIRECTIVE = "a line that begins with % is not allowed here: remove it, or put the text in quotes"


@attrs.frozen
class YamlError(Exception):
    """A YAML file cannot be used; every problem found is here, in file order."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(
            f"line {problem.place.line}, column {problem.place.column}: {problem.message}"
            for problem in self.problems
        )


def place_of(mark: Any) -> Place:
    """Return the place of a mark of PyYAML, which counts from 0."""
    return Place(mark.line + 1, mark.column + 1)


@attrs.frozen
class _Finding:
    """What PyYAML says of a syntax error."""

    #: Its words for what it was doing and what it found.
    said: str
    #: Where it stopped, and where the thing began that it was reading.
    here: Place
    start: Place
    #: The rest of the line from where it stopped, and the first character of the thing.
    rest: str
    opening: str
    #: The start of the line in which it stopped, up to there.
    before: str


def _found(finding: _Finding) -> str:
    return f'"{cut(finding.rest, 20)}"' if finding.rest else "the end"


def _odd_character(finding: _Finding) -> tuple[Place, str]:
    character = finding.rest[:1]
    if character == "\t":
        return finding.here, TAB
    return finding.here, f"a value cannot begin with {cut(character)}: put it in quotes"


def _second_colon(finding: _Finding) -> tuple[Place, str]:
    if finding.before.lstrip(" ").startswith("\t"):
        return finding.here, TAB
    if finding.here.column > 1024:  # noqa: PLR2004 - the YAML standard's number
        return finding.here, "the key before this colon is too long: 1,024 characters at most"
    return finding.here, (
        "a colon cannot stand here: put the value in quotes if the colon belongs to it, "
        "else line this key up with its neighbours"
    )


def _open_bracket(finding: _Finding) -> tuple[Place, str]:
    closing = "}" if finding.opening == "{" else "]"
    line = f" in line {finding.here.line}" if finding.rest else ""
    return finding.start, (
        f"this {finding.opening} is not closed, or a comma is missing, before "
        f"{_found(finding)}{line}: add {closing} or the comma, and put text with brackets, "
        "braces, commas or colons in quotes"
    )


def _no_flow_value(finding: _Finding) -> tuple[Place, str]:
    if not finding.rest:
        return finding.start, "what opens here is not closed before the end: add ] or }"
    return finding.here, (
        f"a value is missing before {_found(finding)}: write one, or remove a comma, and put "
        "text with brackets, braces or commas in quotes"
    )


def _misfit(kind: str, advice: str) -> Callable[[_Finding], tuple[Place, str]]:
    def explain(finding: _Finding) -> tuple[Place, str]:
        return finding.here, (
            f"{_found(finding)} does not fit in the {kind} that begins in line "
            f"{finding.start.line}: {advice}"
        )

    return explain


def _at_start(message: str) -> Callable[[_Finding], tuple[Place, str]]:
    return lambda finding: (finding.start, message)


def _at_stop(message: str) -> Callable[[_Finding], tuple[Place, str]]:
    return lambda finding: (finding.here, message)


#: The first row that PyYAML's words match explains the error. Its two parsers, in C
#: and in Python, use different words for some.
_EXPLANATIONS: tuple[tuple[str, Callable[[_Finding], tuple[Place, str]]], ...] = (
    ("tab character|found character '\\\\t'", _at_stop(TAB)),
    ("cannot start any token", _odd_character),
    (
        "escape (character|code)|escape sequence|hexdecimal",
        _at_stop(
            "this escape in double quotes stands for no character: write the character itself, "
            "\\\\ for a backslash, or use single quotes"
        ),
    ),
    (
        "quoted scalar",
        _at_start("this quote is not closed: end the text with the same quotation mark"),
    ),
    ("(scanning|parsing) an? (anchor|alias)", _at_start(STAR)),
    ("(scanning|parsing) a tag|tag handle|TAG directive", _at_start(TAG)),
    ("directive|%|incompatible YAML", _at_stop(DIRECTIVE)),
    (
        "block scalar",
        _at_start(
            "after | or > the text begins in the next line, indented by spaces and evenly: "
            "put a value that begins with | or > in quotes"
        ),
    ),
    ("unexpected ':'", _at_stop("inside brackets and braces, put text with a colon in quotes")),
    ("mapping values are not allowed", _second_colon),
    (
        "sequence entries are not allowed",
        _at_stop("a list item (-) cannot stand here: begin it in a line of its own"),
    ),
    ("mapping keys are not allowed", _at_stop("a ? cannot stand here: put the text in quotes")),
    (
        "simple key",
        _at_start(
            "this is not a `key: value` pair: add the colon (with a space after it), or indent "
            "the line if it goes on from the one before; a key has 1,024 characters at most"
        ),
    ),
    ("flow node", _no_flow_value),
    ("flow (sequence|mapping)", _open_bracket),
    (
        "block mapping",
        _misfit("mapping", "line up its keys, and put a value in quotes as a whole or not at all"),
    ),
    ("block (collection|sequence)", _misfit("list", "begin each item with - in the same column")),
    ("block node", _at_stop("a value is missing here: write one, or put this in quotes")),
    (
        "document start",
        _at_stop("something follows the end of the value: remove it, or line it up with the rest"),
    ),
)


def _explained(finding: _Finding) -> tuple[Place, str]:
    for words, explain in _EXPLANATIONS:
        if re.search(words, finding.said):
            return explain(finding)
    return finding.here, f"this is not YAML ({cut(finding.said)}): put the text in quotes"


def syntax_problem(error: Exception, text: str, last: tuple[Place, Path]) -> Problem:
    """
    Say what an exception of PyYAML means.

    Not all of them say where; ``last`` is the place and path of the innermost
    open list or mapping, or else of the value read last.
    """
    place, path = last
    here = getattr(error, "problem_mark", None)
    if here is None:
        found = cut(f"{type(error).__name__}: {error}")
        return Problem(place, path, f"YAML cannot be read after this ({found}): write it anew")
    start = getattr(error, "context_mark", None) or here
    said = f"{getattr(error, 'context', None) or ''}: {getattr(error, 'problem', None)}"
    finding = _Finding(
        said=said,
        here=place_of(here),
        start=place if "flow node" in said else place_of(start),
        rest=text[here.index : here.index + 40].partition("\n")[0].rstrip("\r"),
        opening=text[start.index : start.index + 1],
        before=text[text.rfind("\n", 0, here.index) + 1 : here.index],
    )
    place, message = _explained(finding)
    return Problem(place, path, message)
