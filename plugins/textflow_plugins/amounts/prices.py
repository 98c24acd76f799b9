"""Read a text that is one price tag: ``11,33 Br``, ``1 FBu``."""

import re
from functools import cache

from textflow_plugins.amounts.digits import RUN, Digits, read_digits
from textflow_plugins.languages import language, late

#: Longer texts are no price tags.
LONGEST = 40
_TAG = late(rf"\s*(?P<number>{RUN})[ \xa0]?(?P<sign>\S{{1,6}})\s*", re.VERBOSE)
_LATIN = late(r"[a-z0-9]", re.IGNORECASE)
_WORDY = late(r"\w")


@cache
def _signs() -> dict[str, str | None]:
    symbols = language("und").currency_symbols
    found = {one.symbol: one.codes[0] if len(one.codes) == 1 else None for one in symbols}
    return found | {one.abbreviation: one.code for one in language("und").price_tags}


def _code(sign: str) -> tuple[bool, str | None]:
    """Return whether ``sign`` is one of money, and its currency."""
    for spelt in (sign, f"{sign}."):
        if spelt in _signs():
            return True, _signs()[spelt]
    foreign = _WORDY.search(sign) and not _LATIN.search(sign) and not sign.isnumeric()
    return bool(foreign), None


def price(text: str, point: str) -> tuple[int, int, Digits, str | None] | None:
    """
    Return start, end, number and currency of a text that is a number and a local sign of money.

    In running text ``1 K`` or ``5 D`` is anything; alone on a tag it is a price.

    >>> price("11,33 Br", ".")[3] is None
    True
    """
    tag = _TAG.fullmatch(text) if len(text) <= LONGEST else None
    number = read_digits(tag["number"], point) if tag else None
    if not tag or not number or number.length < len(tag["number"]):
        return None
    known, code = _code(tag["sign"])
    return (tag.start("number"), tag.end("sign"), number, code) if known else None
