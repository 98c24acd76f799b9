"""Scripts: which texts have no character but of those that are around Latin letters."""

import re

# The first byte of a character says which block it is of. Bytes are few: a pattern of them is made
# at once, where one of some thousand characters takes milliseconds.
_FAR = re.compile(rb"[\xcc-\xe1\xe3-\xf4]|\xe2[\x83\xb7]")


def may_be_far(text: str) -> bool:
    r"""
    Return False where a text has no mark that combines, and no letter beyond those of Latin.

    Latin letters end at U+02FF; the punctuation of U+2000 is near as well.

    >>> [may_be_far(text) for text in ("caf\xe9 \u2019", "cafe\u0301", "\u4e2d")]
    [False, True, True]
    """
    return not text.isascii() and _FAR.search(text.encode("utf-8", "surrogatepass")) is not None
