"""The characters of a YAML file: how its bytes are read and which are refused."""

import codecs
import itertools
import re

from textflow.problems import Place, Problem
from textflow.yaml.problems import YamlError

MAX_BYTES = 1 << 20

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Line separators are among them: YAML 1.1 and 1.2 disagree on whether they end a line.
#: (What is refused is listed, not what is allowed: a small set is compiled at once.)
_REFUSED = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|\r|\n")
_SHOWN = 20


def place_after(before: str) -> Place:
    """Return where the character behind the first characters of a file is."""
    lines = _LINE_END.split(before)
    return Place(len(lines), len(lines[-1]) + 1)


def _failure(place: Place, message: str) -> YamlError:
    return YamlError((Problem(place, (), message),))


def check_size(size: int) -> None:
    """Raise if a file is larger than any that people write."""
    if size > MAX_BYTES:
        message = f"the file has {size:,} bytes, but {MAX_BYTES:,} at most are read: split it"
        raise _failure(Place(1, 1), message)


def decode(content: bytes) -> str:
    """Return the text of UTF-8, with or without a byte order mark, or of UTF-16 with one."""
    check_size(len(content))
    mark, encoding = next((row for row in _ENCODINGS if content.startswith(row[0])), (b"", "utf-8"))
    body = content[len(mark) :]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding)
        message = (
            f"byte 0x{body[error.start]:02X} is not {encoding[:6].upper().rstrip('-')}: "
            "save the file as UTF-8"
        )
        raise _failure(place_after(before), message) from None


def check_characters(text: str) -> None:
    """Raise if ``text`` has control characters, invisible line ends or half characters."""
    problems = tuple(
        Problem(
            place_after(text[: found.start()]),
            (),
            f"the character U+{ord(found.group()):04X} cannot be seen and is not allowed: "
            + ("save the file as UTF-8" if found.group() == "\0" else "remove it"),
        )
        for found in itertools.islice(_REFUSED.finditer(text), _SHOWN)
    )
    if problems:
        raise YamlError(problems)
