"""
Decode bytes by a stated policy; the first rule that fits decides.

1. What begins like an image, an archive or a program is refused.
2. A byte order mark (UTF-8, UTF-16, UTF-32) is believed, and is not part of the text.
3. The declared encoding, if any, is used. Declared Latin-1 is read as cp1252, as browsers do.
4. Strict UTF-8. This is the fast path.
5. The NUL pattern of UTF-16 or UTF-32 without a mark is recognised;
   other bytes full of NULs are refused.
6. UTF-8 with some bad bytes, at most two for each good multi-byte character, is UTF-8.
7. Bytes full of other control characters are refused.
8. Single high bytes in Latin words are cp1252, or what charset-normalizer makes of
   them where cp1252 would put symbols inside words. Mostly high bytes are
   what charset-normalizer makes of them.
9. Else it is UTF-8 with bad bytes.

Bad bytes become one U+FFFD each and are counted. A lone surrogate never comes out.
Guessing (8) can be wrong, most of all on short texts: declare the encoding where you know it.
"""

import codecs
import re
from collections.abc import Sequence

from attrs import frozen

from textflow.reading.converters import CONTENTS
from textflow.reading.input_errors import NotTextError
from textflow.wording import shown

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "gzip data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"BZh91AY&SY": "bzip2 data",
    b"\xfd7zXZ\0": "xz data",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office document",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89PNG\r\n\x1a\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"\x7fELF": "a program (ELF)",
    b"\xca\xfe\xba\xbe": "a program (Mach-O or Java)",
    b"\xcf\xfa\xed\xfe": "a program (Mach-O)",
    b"OggS\0": "Ogg media",
}
_CONVERT = "decompress or convert it first, or leave it out"
_STARTS = tuple(_SIGNATURES)
_MARK_STARTS = tuple(mark for mark, _ in _MARKS)

#: Encodings that describe other things than stored text; some are quadratic or make surrogates.
_NO_ENCODINGS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
_READ_AS = {"iso8859-1": "cp1252", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}

#: Bytes that are looked at to guess an encoding.
_SAMPLE = 65_536
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x0b\x1b")
_ASCII = bytes(range(128))
#: Where wide encodings have their NULs: at which of four bytes many and few, how many, how few.
_NUL_PATTERNS = {
    "utf-32-le": ((2, 3), (0,), 0.9, 0.1),
    "utf-32-be": ((0, 1), (3,), 0.9, 0.1),
    "utf-16-le": ((1, 3), (0, 2), 0.5, 0.02),
    "utf-16-be": ((0, 2), (1, 3), 0.5, 0.02),
}
_MANY_NULS = 0.3
_MANY_CONTROLS = 0.03
_SURROGATE = re.compile("[\ud800-\udfff]")
#: High bytes of Latin text: alone, or a few that touch a plain letter.
_IN_LATIN = re.compile(
    rb"""
    (?<![\x80-\xff]) [\x80-\xff] (?![\x80-\xff])
    | (?<=[A-Za-z]) [\x80-\xff]{2,3} (?![\x80-\xff])
    | (?<![\x80-\xff]) [\x80-\xff]{2,3} (?=[A-Za-z])
    """,
    re.VERBOSE,
)
#: A cp1252 symbol inside a word: what the letters of other encodings look like.
_SYMBOL_IN_WORD = re.compile(
    rb"""
    (?<=[A-Za-z]) [\x80-\x90\x98-\x9b\x9d-\x9f\xa1-\xac\xae-\xb6\xb8-\xbf] (?=[a-z])
    | (?<=[a-ln-z]) [\xb3\xb9]  # not the cube of a metre
    """,
    re.VERBOSE,
)
#: What Latin text that is not cp1252 may be: Polish, Czech, an old Mac, DOS.
_EAST = ["cp1250", "iso8859_2", "mac_roman", "cp850"]
_CENTRAL = {"cp1250", "iso8859-2"}
_CYRILLIC = ["cp1251", "koi8-r", "cp866", "iso8859-5"]
#: Bytes that are letters in ISO 8859-2 and symbols in cp1250.
_LATIN_2 = re.compile(rb"[\xa6\xac\xb1\xb6\xbc]")
_CP1250 = re.compile(rb"[\x80-\x9f]")
_OTHER_SCRIPTS = [
    "cp1251", "koi8_r", "iso8859_5", "cp866", "cp1253", "cp1255", "cp1256", "tis_620",
    "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "cp949", "euc_kr",
]  # fmt: skip

codecs.register_error(
    "textflow.mark",
    lambda error: ("\udcff" * (error.end - error.start), error.end),  # type: ignore[attr-defined]
)


@frozen
class Decoded:
    """A text and how it was read."""

    text: str
    encoding: str
    #: Bytes that could not be decoded, each one U+FFFD in the text.
    replaced: int


def decode(data: bytes, declared: str | None = None, *, uri: str = "") -> Decoded:
    r"""
    Return ``data`` as text, by the policy of this module.

    ``uri`` is named in the ``NotTextError`` that binary data raises.

    >>> decode(b"caf\xe9 au lait")
    Decoded(text='café au lait', encoding='cp1252', replaced=0)
    """
    if data.startswith(_STARTS):
        kind = _binary_kind(data)
        raise _binary(uri, f"is {kind}", CONTENTS.get(kind, _CONVERT))
    if data.startswith(_MARK_STARTS):
        mark, encoding = next(pair for pair in _MARKS if data.startswith(pair[0]))
        return _as(data[len(mark) :], encoding)
    if declared is not None:
        return _as(data, _codec(declared, uri))
    if (text := _strictly(data, "utf-8")) is not None and "\0" not in text:
        return Decoded(text, "utf-8", 0)
    return _guess(data, uri)


def _guess(data: bytes, uri: str) -> Decoded:
    """Apply rules 5 to 9."""
    if b"\0" in data and (wide := _wide(data)):
        return _as(data, wide)
    if data.count(0) > _MANY_NULS * len(data):
        raise _binary(uri, "full of NUL bytes")
    as_utf8 = _as(data, "utf-8")
    if as_utf8.replaced <= 2 * _multibyte(data, as_utf8):
        return as_utf8
    sample = _sample(data)
    if _share(sample, _CONTROLS) > _MANY_CONTROLS:
        raise _binary(uri, "full of control characters")
    encoding = _legacy(sample)
    return _as(data, encoding) if encoding else as_utf8


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _as(data: bytes, encoding: str) -> Decoded:
    """Decode in ``encoding``, replacing and counting what is not of it."""
    errors = "surrogateescape" if encoding == "utf-8" else "textflow.mark"
    text = data.decode(encoding, errors)
    if text.isascii():
        return Decoded(text, encoding, 0)
    text, replaced = _SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text)
    return Decoded(text, encoding, replaced)


def _multibyte(data: bytes, as_utf8: Decoded) -> int:
    """Return how many good characters of several bytes ``data`` has as UTF-8."""
    ascii_bytes = len(data) - len(data.translate(None, _ASCII))
    return len(as_utf8.text) - as_utf8.replaced - ascii_bytes


def _wide(data: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 whose NUL pattern ``data`` shows."""
    sample = data[: _SAMPLE & ~3]
    quarter = max(len(sample) // 4, 1)
    shares = [sample[at::4].count(0) / quarter for at in range(4)]
    for encoding, (nul, other, most, least) in _NUL_PATTERNS.items():
        is_such = min(shares[at] for at in nul) > most and max(shares[at] for at in other) < least
        if is_such and _strictly(data, encoding) is not None:
            return encoding
    return None


def _sample(data: bytes) -> bytes:
    """Return ``_SAMPLE`` bytes of ``data``, from shortly before its first high byte."""
    first = len(data) - len(data.lstrip(_ASCII))
    start = max(0, first - 1_000)
    return data[start : start + _SAMPLE]


def _share(data: bytes, of: bytes) -> float:
    return 1 - len(data.translate(None, of)) / max(len(data), 1)


def _legacy(sample: bytes) -> str | None:
    """Return the encoding of one-byte or Asian text, or None where nothing fits."""
    high = len(sample.translate(None, _ASCII))
    if sum(map(len, _IN_LATIN.findall(sample))) > 0.6 * high:
        odd = len(_SYMBOL_IN_WORD.findall(sample))
        return "cp1252" if odd <= 0.05 * high else _detected(sample, _EAST) or "cp1252"
    return _detected(sample, _OTHER_SCRIPTS) if high > 0.25 * len(sample) else None


def _detected(sample: bytes, candidates: Sequence[str]) -> str | None:
    """Ask charset-normalizer, which is slow to import and only rarely needed."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see the docstring

    best = from_bytes(sample, cp_isolation=list(candidates)).best()
    return None if best is None else _corrected(codecs.lookup(best.encoding).name, sample)


def _corrected(encoding: str, sample: bytes) -> str:
    """Decide between near relations, which charset-normalizer often mixes up on short texts."""
    if encoding in _CYRILLIC:  # the wrong one turns small letters into capitals or symbols
        return max(_CYRILLIC, key=lambda name: sum(map(str.islower, sample.decode(name, "ignore"))))
    if encoding in _CENTRAL:
        is_latin_2 = _LATIN_2.search(sample) and not _CP1250.search(sample)
        return "iso8859-2" if is_latin_2 else "cp1250"
    return encoding


def _codec(declared: str, uri: str) -> str:
    """Return the canonical name of the declared encoding."""
    try:
        b"text".decode(declared, "ignore")  # refuses codecs that are no encodings of text
        known = codecs.lookup(declared).name not in _NO_ENCODINGS
    except (LookupError, UnicodeError, ValueError):
        known = False
    if not known:
        raise NotTextError(
            uri=uri,
            found=f"its declared encoding {shown(declared)} is not known",
            wanted="wanted one such as utf-8, cp1252 or shift_jis",
            fix="correct the option encoding or leave it out",
        )
    name = codecs.lookup(declared).name
    return _READ_AS.get(name, name)


def _binary_kind(data: bytes) -> str:
    return next(name for start, name in _SIGNATURES.items() if data.startswith(start))


def _binary(uri: str, found: str, fix: str = _CONVERT) -> NotTextError:
    return NotTextError(
        uri=uri,
        found=found,
        wanted="wanted text",
        fix=fix,
    )
