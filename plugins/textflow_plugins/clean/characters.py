r"""
Characters that are written wrongly: what stands for them, as small edits.

Line ends become ``\n``, odd spaces a space; what nobody sees goes (zero-width
characters, soft hyphens, control characters, bidi overrides); HTML entities
become what they mean. Nothing here takes a visible character away.
"""

import re
from collections.abc import Iterator
from functools import cache

from textflow import Edit
from textflow_plugins.clean.hyphens import moved_break
from textflow_plugins.languages import late, may_be_far

#: LineRules beyond this many in a row are dropped, as in the Stream-Safe Text Format of UAX 15.
MOST_MARKS = 30

# Characters with a combining class other than 0 (UCD 15.0), the blocks that matter, merged.
MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711"
    "\u0730-\u074a\u07eb-\u07f3\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u093c\u094d\u0951-\u0954\u0e38-\u0e3a\u0e48-\u0e4b"
    "\u0eb8-\u0eba\u0ec8-\u0ecb\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71\u0f72\u0f74\u0f7a-\u0f7d\u0f80"
    "\u0f82-\u0f84\u1ab0-\u1abd\u1abf-\u1ace\u1b6b-\u1b73\u1cd0-\u1cd2\u1cd4-\u1ce0\u1dc0-\u1dff"
    "\u20d0-\u20dc\u20e1\u20e5-\u20f0\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f\ua674-\ua67d"
    "\ua8e0-\ua8f1\ufe20-\ufe2f"
)
RIGHT_TO_LEFT = (
    "\u05be\u05d0-\u05f4\u0620-\u064a\u066e-\u06d5\u06fa-\u08c9\ufb1d-\ufdfb\ufe70-\ufefc"
)
# Where a zero-width space parts words: Thai, Lao, Tibetan, Burmese, Khmer.
NO_SPACES = late("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")

#: What an odd character can begin with; a search for one class is quick.
HINT = re.compile(
    "[&\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2064\u2066-\u2069\u3000\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
ODD = late(
    r"""
      (?P<gap> (?<= \r\n\r\n ) (?: \r\n ){8,999}  # of which one edit will be left
        | (?<= \r\r ) \r{8,999} (?! \n ) )
    | (?P<newline> \r\n? | [\x0b\x0c\x1c-\x1e\x85\u2028\u2029] )
    | (?P<space> [\xa0\u1680\u2000-\u200a\u202f\u205f\u3000] )
    | (?P<wrap> \xad (?: \r\n | \n ) (?= [^\W\d_] ) )  # a soft hyphen at the end of a line
    | (?P<unseen> [\xad\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffc]+ )
    | (?P<escape> \x1b \[ [0-?]{0,64} [@-~]           # a terminal's colours
        | \x1b \] [^\x07\x1b\n]{0,256} (?: \x07 | \x1b \\ ) )
    | (?P<control> [\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+ )
    | (?P<override> [\u202d\u202e]+ )
    | (?P<bidi> [\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]+ )
    | (?P<entity> & (?: (?: amp | \#0*38 | \#[xX]0*26 ) ; )*
        (?P<name> [A-Za-z][A-Za-z0-9]{1,9} | \#\d{1,7} | \#[xX][0-9A-Fa-f]{1,6} ) ; )
    """,
    re.VERBOSE,
)
# Names of HTML 5 that stand for what is on every keyboard; and of HTML 4 all are read.
KEYBOARD = """apos NewLine Tab excl num dollar percnt lpar rpar ast plus comma period sol colon semi
equals quest commat lsqb bsol rsqb lowbar grave lcub verbar rcub AMP LT GT QUOT COPY"""


def odd_characters(text: str) -> list[Edit]:
    r"""
    Return the edits that set the odd characters of ``text`` right.

    >>> [(edit.start, edit.end, edit.new) for edit in odd_characters("Q&amp;A\r\n")]
    [(1, 6, '&'), (7, 9, '\n')]
    """
    edits = list(_edits(text))
    if may_be_far(text):
        edits += [Edit(heap.start() + MOST_MARKS, heap.end()) for heap in _heap().finditer(text)]
    return sorted(edits)


def _edits(text: str) -> Iterator[Edit]:
    right_to_left = _has_right_to_left(text)
    for found in _odd(text):
        if right_to_left and found.lastgroup == "bidi":
            continue
        new = _replacement(found)
        if new != found[0]:
            yield Edit(found.start(), found.end(), new)
        if found.lastgroup == "wrap":
            yield from moved_break(text, found.end())


def _odd(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while hint := HINT.search(text, at):
        found = ODD.match(text, hint.start())
        at = (found or hint).end()
        if found:
            yield found


def _replacement(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind in {"entity", "name"}:
        return _meaning(found[0], found["name"])
    if kind == "gap":
        return "\n" * found[0].count("\r")
    if kind == "unseen":
        return _still_needed(found)
    return {"newline": "\n", "space": " "}.get(kind or "", "")


def _meaning(entity: str, name: str) -> str:
    if name not in _names() and not name.startswith("#"):
        chain = entity[: -len(name) - 1]
        return entity if chain == "&" else "&" + name + ";"
    from html import unescape  # noqa: PLC0415 - few texts have entities

    meaning = unescape(f"&{name};")
    return entity if meaning in ("\N{REPLACEMENT CHARACTER}", "", f"&{name};") else meaning


def _still_needed(found: re.Match[str]) -> str:
    """
    Return the one character of an invisible run that the text cannot do without.

    A joiner or non-joiner changes how Arabic, Indic and emoji look; a zero-width
    space parts words where spaces do not. Between Latin letters both are dirt.
    """
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    for character in found[0]:
        if character in "\u200c\u200d" and _beyond_latin(before) and _beyond_latin(after):
            return character
        if character == "\u200b" and NO_SPACES.match(before) and NO_SPACES.match(after):
            return character
    return ""


def _beyond_latin(character: str) -> bool:
    return character > "\u02ff" and not character.isspace()


@cache
def _names() -> frozenset[str]:
    from html.entities import name2codepoint  # noqa: PLC0415 - few texts have entities

    return frozenset(name2codepoint) | frozenset(KEYBOARD.split())


def _has_right_to_left(text: str) -> bool:
    return may_be_far(text) and _right_to_left().search(text) is not None


@cache
def _heap() -> re.Pattern[str]:
    """Find marks beyond those that one letter may have."""
    return re.compile(f"(?<![{MARKS}])[{MARKS}]{{{MOST_MARKS + 1},}}")


@cache
def _right_to_left() -> re.Pattern[str]:
    return re.compile(f"[{RIGHT_TO_LEFT}]")
