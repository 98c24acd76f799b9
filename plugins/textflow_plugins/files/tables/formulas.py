"""Cells that a spreadsheet would take for formulas, made plain text, and back."""

import re

#: What begins a formula in one program or another; apostrophes before it are kept apart, too.
_START = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20|%]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{1,400})?")


def plain_cell(text: str) -> str:
    """
    Return ``text`` as no program takes it for a formula: with an apostrophe before it.

    A number stays one, its sign included.

    >>> plain_cell("=1+2"), plain_cell("-3.5"), plain_cell("'=x"), plain_cell("a=b")
    ("'=1+2", '-3.5', "''=x", 'a=b')
    """
    return f"'{text}" if _START.match(text) and not _NUMBER.fullmatch(text) else text


def cell_text(cell: str) -> str:
    """
    Return what ``plain_cell`` was given.

    >>> cell_text("'=1+2"), cell_text("-3.5"), cell_text("'tis")
    ('=1+2', '-3.5', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _START.match(cell) else cell
