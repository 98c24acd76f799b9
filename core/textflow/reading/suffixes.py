"""What the suffix of a file's name says about it."""

from pathlib import PurePath
from types import MappingProxyType

COMPRESSED = ("gz", "zst")

#: Other names of one type.
_SAME = MappingProxyType(
    {
        "htm": "html",
        "xhtml": "html",
        "ndjson": "jsonl",
        "tsv": "csv",
        "db": "sqlite",
        "md": "markdown",
    }
)


def suffix_type(path: str) -> tuple[str, str | None]:
    """
    Return what the suffix of ``path`` says: the type and the compression.

    >>> suffix_type("a/b.jsonl.gz"), suffix_type("toner.TXT"), suffix_type("index.htm")
    (('jsonl', 'gz'), ('txt', None), ('html', None))
    """
    name = PurePath(path)
    kind = name.suffix[1:].lower()
    if kind in COMPRESSED:
        inner = PurePath(name.stem).suffix[1:].lower()
        return _SAME.get(inner, inner), kind
    return _SAME.get(kind, kind), None
