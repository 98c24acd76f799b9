"""The title of a page, without the name of its site."""

import re
from collections.abc import Collection, Iterator, Sequence

#: What is between a headline and the name of a site.
SEPARATOR = re.compile(
    r"\s+[-|:/~\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}\N{BULLET}"
    r"\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    r"\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}]\s+|\|"
)
#: A name that is shorter than this is compared as a whole.
SHORT = 4
#: So many parts of a title are looked at, from either end.
PARTS = 4
#: A title is no longer than this.
LONGEST = 1_000
NOT_IN_NAMES = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, in one case: what two spellings share."""
    return NOT_IN_NAMES.sub("", text).casefold()


def without_site(title: str, sites: Sequence[str], headings: Sequence[str]) -> str:
    """
    Return ``title`` without what the page itself shows to be no part of it.

    That is what is before or after a separator: where the rest is a heading of the
    page, or where it is the name of the site.

    >>> without_site("Ferry late - Port Times", ["port-times.example", "Port Times"], [])
    'Ferry late'
    >>> without_site("Ferry late | News from Brandholm", [], ["Ferry late"])
    'Ferry late'
    """
    title = title[:LONGEST].strip()
    known = {letters(heading) for heading in headings} - {""}
    names = {letters(site) for site in sites} - {""}
    rest = next((rest for rest, _ in _cuts(title) if letters(rest) in known), title)
    while cut := next((rest for rest, part in _cuts(rest) if _is_site(part, names)), ""):
        rest = cut
    return rest


def without_kicker(title: str, stated: Collection[str]) -> str:
    """
    Return ``title`` without the words before its colon, where the page gives the rest as a title.

    >>> without_kicker("Storms: Ferry late", ["Storms: Ferry late", "Ferry late"])
    'Ferry late'
    """
    rest = title.partition(": ")[2].strip()
    return rest if rest in stated else title


def _cuts(title: str) -> Iterator[tuple[str, str]]:
    """Yield what is left and what goes, for parts at the end and at the start of ``title``."""
    found = list(SEPARATOR.finditer(title))
    for one in found[-PARTS:]:
        yield title[: one.start()].rstrip(), title[one.end() :]
    for one in found[:PARTS]:
        yield title[one.end() :].lstrip(), title[: one.start()]


def _is_site(part: str, names: Collection[str]) -> bool:
    found = letters(part)
    if found in names:
        return True
    return len(found) >= SHORT and any(
        found in name or (name in found and len(found) < 2 * len(name)) for name in names
    )
