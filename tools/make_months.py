#!/usr/bin/env python3
"""
Write the names of the months from CLDR, through Babel.

usage: python tools/make_months.py

Needs Babel (PyPI); run it when a new CLDR comes out and commit the files ``months.tsv`` that it
writes in the folders of the languages.
"""

import importlib.metadata
from collections.abc import Iterator

from babel import Locale
from make_currencies import FOLDERS, HEAD, LANGUAGES, MODERN

#: How a month is written in a date. (Babel 2.18 gives other months of Azerbaijani as those alone.)
FORMS = (("format", "wide"), ("format", "abbreviated"))
#: Languages that count the months.
COUNTED = {"ja", "ko", "zh", "vi"}
#: Shorter names are letters that stand for a month in a table.
SHORTEST = 2


def names(language: str, month: int) -> set[str]:
    """Return the names of a month, short and long, alone and in a date."""
    forms = Locale.parse(language).months
    found = {forms[form][width][month].lower().replace(".", "") for form, width in FORMS}
    return {name for name in found if len(name) >= SHORTEST and not _is_counted(name)}


def _is_counted(name: str) -> bool:
    """Return whether a name is a number, or of several words."""
    return " " in name or any(letter.isdigit() for letter in name)


def months(language: str) -> Iterator[str]:
    """Yield the months of a language that have a name."""
    for month in range(1, 13):
        if found := sorted(names(language, month)):
            yield f"{month}\t{' '.join(found)}"


if __name__ == "__main__":
    version = importlib.metadata.version("babel")
    for tag in (*LANGUAGES, *MODERN):
        if tag not in COUNTED and (rows := list(months(tag))):
            title = Locale.parse(tag).english_name
            what = f"Names of months in {title}: the number of the month, its names."
            head = HEAD.format(what=what, babel=version).replace("make_currencies", "make_months")
            (FOLDERS / tag / "months.tsv").write_text(
                head + "".join(f"{row}\n" for row in rows), encoding="utf-8"
            )
