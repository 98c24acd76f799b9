"""Hostile texts of any size: those of the tests of each stage, and some that fill memory."""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import attrs

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "plugins")]

import test_amounts_properties as amounts  # noqa: E402 - it is found only now
import test_clean_speed as clean  # noqa: E402
import test_html_speed as html  # noqa: E402
import test_segment_speed as segment  # noqa: E402
import test_speakers_properties as speakers  # noqa: E402

from textflow.testing import samples  # noqa: E402

PROSE = "The mayor told the people that the bridge would be closed for a week. "
#: Numbers of other languages, and pieces of them, by language.
ABROAD = {
    "zh": ("三万", "二十万元", "百分之", "20万5000"),
    "hi": ("5 करोड़ रुपये ", "का", "़"),
    "th": ("ล้าน",),
    "ko": ("1만2000원",),
    "uk": ("п\N{RIGHT SINGLE QUOTATION MARK}",),
    "ro": ("20 de ", "de "),
    "hu": ("5 milliárd forintot ",),
    "tr": ("2 buçuk ",),
    "vi": ("hàng trăm ",),
    "de": ("3 %-",),
}
#: What an author of a page, or a machine, writes without end.
LONG = {
    "prose": PROSE,
    "paragraphs": 3 * PROSE + "\n\n",
    "empty lines": "\n\n",
    "a list": "- item\n",
    "a list in stars": "* item one\n",
    "a numbered list": "1. item\n",
    "buttons": "Share\n",
    "more buttons": "Read more\n",
    "buttons and teasers": "Share\nRead more\nRelated articles\nTitle\n",
    "sentences of two letters": "Ab. ",
    "lines of one letter": "a\n",
    "lines of one sentence": "He left.\n",
    "digits": "1",
    "numbers": "12 ",
    "sums": "$1 ",
    "percentages": "5% ",
    "names": "Ann ",
    "names of two words": "Ann Lee ",
    "capital words": "A ",
    "speakers": '"Yes," said Ann. ',
    "speakers by lines": "Ann: yes\n",
    "spaces": " ",
    "Chinese": "\u4e2d",
    "Chinese sentences": "\u4ed6\u8bf4\u4e0d\u3002",
    "Chinese quotations": "\u4ed6\u8bf4\u201c\u4e0d\u201d\u3002",
    "emoji": "\U0001f600",
    "entities": "&amp;",
    "line ends": "a\r\n",
    "cut words": "govern-\nment ",
    "straight marks": '"',
    "words": "a b ",
}
#: The same as pages.
PAGES = {
    "a letter": "<p>a</p>",
    "prose": f"<p>{PROSE}</p>",
    "lines": "a<br>",
    "items": "<li>item</li>",
    "links": "<a href='/a'>a</a> ",
    "nothing": "<div></div>",
}


@attrs.frozen
class Family:
    """Texts that differ in their length alone."""

    name: str
    make: Callable[[int], str]
    suffix: str = "txt"
    language: str = "en"

    def text(self, size: int) -> str:
        """Return so many bytes of it, a little less as a rule."""
        asked = 0.98 * size
        for _ in range(2):  # numbers in it grow longer with it
            asked *= 0.98 * size / len(self.make(int(asked)).encode())
        return self.make(int(asked))


def families() -> dict[str, Family]:
    """Return every family by its name."""
    return {family.name: family for family in _families()}


def _families() -> Iterator[Family]:
    yield from _texts("long", LONG)
    yield from _texts("page", PAGES, suffix="html")
    yield from _texts("clean", clean.HOSTILE)
    yield from _texts("segment", segment.HOSTILE)
    yield from _texts("speakers", speakers.HOSTILE)
    for language, unit in sorted(speakers.HOSTILE_ABROAD):
        yield from _texts(f"speakers {language}", {repr(unit)[1:-1]: unit}, language=language)
    for unit in amounts.HOSTILE:
        language = "de" if unit.startswith(("eine", "vier")) else "en"
        yield from _texts("amounts", {repr(unit)[1:-1]: unit}, language=language)
    for name in samples.hostile_names():
        yield Family(f"any: {name}", partial(_sample, name))
    for language, units in ABROAD.items():
        named = {f"{language}, {unit}": unit for unit in units}
        yield from _texts("amounts", named, language=language)
    yield from _texts("html", html.HOSTILE, suffix="html")
    for name, make in html.SHAPED.items():
        yield Family(f"html: {name}", make, "html")


def _texts(
    group: str, units: Mapping[str, str], *, suffix: str = "txt", language: str = "en"
) -> Iterator[Family]:
    for name, unit in units.items():
        yield Family(f"{group}: {name}", partial(_repeated, unit), suffix, language)


def _repeated(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def _sample(name: str, size: int) -> str:
    text: str = samples.hostile(name, size).given.text
    return text
