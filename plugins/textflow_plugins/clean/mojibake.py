"""
Text that was decoded wrongly ("donâ€™t"), line by line, with ftfy.

Only lines that look broken are touched, and only their encoding is mended:
``fix_encoding`` leaves quotation marks as curly as it finds them.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from textflow import Edit

# What the first byte of a UTF-8 sequence turns into (Latin-1, Windows-125x, Mac Roman),
# before a character that can be its second; or a C1 control, which Windows-1252 text leaves.
SUSPECT = re.compile(
    r"""
      [\xc2-\xf4\u0102-\u017e\u0393-\u03c9\u0402-\u045f√¬\u201a]  [^\x00-\x7f]
    | \xc3[ ]                                 # the second byte was a non-breaking space
    | [\x80-\x84\x86-\x9f]
    """,
    re.VERBOSE,
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def wrongly_decoded(text: str) -> list[Edit]:
    """
    Return the edits that mend the wrongly decoded lines of ``text``.

    >>> [edit[:3] for edit in wrongly_decoded("dâ€™jÃ vu".replace("â€™", "Ã©"))]
    [(1, 3, 'é'), (4, 5, 'à')]
    """
    if text.isascii() or not SUSPECT.search(text):
        return []
    return list(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    from ftfy import fix_encoding  # noqa: PLC0415 - 60 ms that clean texts need not pay
    from ftfy.badness import is_bad  # noqa: PLC0415

    at = 0
    for line in text.split("\n"):
        if SUSPECT.search(line) and is_bad(line):
            yield from _differences(line, fix_encoding(line), at)
        at += len(line) + 1


def _differences(old: str, new: str, at: int) -> Iterator[Edit]:
    """Yield small edits: the ASCII between the wrong characters is the same in both."""
    if old == new:
        return
    if not _is_same_ascii(old, new):
        yield _difference(old, new, at)
        return
    for before, after in zip(NOT_ASCII.finditer(old), NOT_ASCII.finditer(new), strict=True):
        if before[0] != after[0]:
            yield Edit(at + before.start(), at + before.end(), after[0])


def _is_same_ascii(old: str, new: str) -> bool:
    """Return whether the ASCII between other characters is the same, as often, in both."""
    old_at = new_at = 0
    for before, after in zip_longest(NOT_ASCII.finditer(old), NOT_ASCII.finditer(new)):
        if not before or not after or old[old_at : before.start()] != new[new_at : after.start()]:
            return False
        old_at, new_at = before.end(), after.end()
    return old[old_at:] == new[new_at:]


def _difference(old: str, new: str, at: int) -> Edit:
    """Return one edit from the first to the last character that differs."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    return Edit(at + head, at + len(old) - tail, new[head : len(new) - tail])
