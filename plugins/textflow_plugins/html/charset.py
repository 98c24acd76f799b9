"""Which encoding the bytes of a page are in."""

import re

#: Browsers look for the declaration in as many bytes.
HEAD = 1024
DECLARED = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE
)


def charset(data: bytes) -> str | None:
    r"""
    Return the encoding that a page declares, unless it is plainly UTF-8.

    Many a page was saved as UTF-8 and still declares what it was before; hardly
    a text in another encoding happens to be UTF-8.

    >>> charset(b'<meta charset="windows-1250"><p>\xc8esko')
    'windows-1250'
    >>> charset('<meta charset="windows-1250"><p>Česko'.encode()) is None
    True
    """
    declared = DECLARED.search(data, 0, HEAD)
    if declared is None or _is_utf8(data):
        return None
    name = declared[1].decode("ascii")
    return name if _is_text(name) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_text(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True
