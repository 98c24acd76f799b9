"""Bytes become text by a stated policy: deterministic, linear, never with a lone surrogate."""

import codecs
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from case_files import read_cases
from doubling import LIMIT, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_files import needs_shared, shared

from textflow.reading.decoding import Decoded, decode
from textflow.reading.input_errors import NotTextError

BAD = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("case", read_cases("decoding", "wild", "negative", "known-failures"))
def test_encoding_is_found(case: dict[str, Any]) -> None:
    """A text stored in one of many encodings comes back whole."""
    found = decode(case["text"].encode(case["encoding"]))
    assert found == Decoded(case["text"], case["expect"], 0)


@settings(deadline=None)
@given(st.text())
def test_utf8_is_read_as_it_is(text: str) -> None:
    """Any text that does not begin with a mark survives UTF-8, but for NUL-riddled ones."""
    marked = text.startswith("\ufeff")
    if text.count("\0") * 5 <= len(text.encode()) and not text.startswith(("%PDF-", "GIF8")):
        assert decode(text.encode()).text == (text[1:] if marked else text)


@settings(deadline=None)
@given(st.text(), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_marked_text_is_read_as_it_is(text: str, encoding: str) -> None:
    """A byte order mark decides, and is no part of the text."""
    ambiguous = encoding == "utf-16" and text.startswith("\0")  # reads as the mark of UTF-32
    assert ambiguous or decode(text.encode(encoding)).text == text


@settings(deadline=None)
@given(st.text(st.characters(codec="cp1250", exclude_characters="\0")))
def test_declared_encoding_is_used(text: str) -> None:
    """What the user declares is not second-guessed."""
    data = text.encode("cp1250")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xd8\xff", b"%PDF-")):
        assert decode(data, "windows-1250") == Decoded(text, "cp1250", 0)


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(), st.text().map(str.encode), st.binary().map(lambda tail: b"a\xe9 " + tail)
    ),
    st.sampled_from([None, "utf-8", "utf-7", "utf-16", "shift_jis", "latin-1", "iso2022_jp"]),
)
def test_any_bytes_give_clean_text_or_a_named_error(data: bytes, declared: str | None) -> None:
    """No lone surrogate comes out, and the same bytes give the same text."""
    try:
        found = decode(data, declared)
    except NotTextError:
        return
    found.text.encode()
    assert found == decode(data, declared)


@pytest.mark.parametrize(
    ("data", "expect"),
    [
        (b"\xef\xbb\xbfab\xff", Decoded(f"ab{BAD}", "utf-8", 1)),
        ("“Three €".encode()[:-1], Decoded(f"“Three {BAD}{BAD}", "utf-8", 2)),
        ("“é” ".encode() + b"caf\xe9", Decoded(f"“é” caf{BAD}", "utf-8", 1)),
        (b"a lone \xed\xa0\x80 in ASCII", Decoded(f"a lone {BAD * 3} in ASCII", "utf-8", 3)),
        (codecs.BOM_UTF16_LE + b"a\0\0\xd8b\0", Decoded(f"a{BAD * 2}b", "utf-16-le", 2)),
        (codecs.BOM_UTF16_LE + b"a\0b", Decoded(f"a{BAD}", "utf-16-le", 1)),
    ],
)  # fmt: skip
def test_bad_bytes_are_replaced_one_by_one_and_counted(data: bytes, expect: Decoded) -> None:
    """Each byte that does not decode is one U+FFFD: the count is of bytes."""
    assert decode(data) == expect


def test_replacement_characters_of_the_text_are_not_counted() -> None:
    """A U+FFFD that was stored as such is no loss of ours."""
    assert decode(f"“{BAD}”".encode()).replaced == 0


def test_declared_latin1_is_cp1252() -> None:
    """Browsers read it so, and so do the people who declare it."""
    assert decode(b"\x93a\x94", "iso-8859-1") == Decoded("“a”", "cp1252", 0)


def test_mark_wins_over_the_declaration() -> None:
    """A file that says what it is is believed."""
    assert decode("é".encode("utf-8-sig"), "cp1252") == Decoded("é", "utf-8", 0)


@pytest.mark.parametrize("declared", ["utf-9", "", "rot13", "base64", "punycode", "a\0b", "é"])
def test_unknown_declaration_is_named(declared: str) -> None:
    """What is no text encoding is refused by name."""
    with pytest.raises(NotTextError, match=r"declared encoding .* is not known"):
        decode(b"text", declared)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n...", "is a PNG image"),
        (b"\x7fELF\x02\x01\x01", r"is a program \(ELF\)"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"PK\x03\x04...", "is a zip archive or an office document"),
        (b"\x1f\x8b\x08", "is gzip data"),
        (bytes(4096), "full of NUL bytes"),
        (b"\x01\x02\xff\x03" * 100, "full of control characters"),
    ],
)
def test_binary_is_refused_by_name(data: bytes, found: str) -> None:
    """Binary data is said to be what it is, whatever the file is called."""
    with pytest.raises(NotTextError, match=found):
        decode(data)


def test_detector_is_imported_only_to_guess() -> None:
    """UTF-8 and cp1252 cost no import of charset-normalizer."""
    code = (
        "import sys; from textflow.reading.decoding import decode\n"
        "decode('é'.encode()); decode(b'caf\\xe9 au lait')\n"
        "sys.exit('charset_normalizer' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter


FAMILIES = {
    "utf-8": "“é” a".encode(),
    "bad": b"\xff\xfe",
    "cp1252": b"caf\xe9 au lait ",
    "alternating": b"\xe9aaa",
    "shift_jis": b"\x82\xa0\x81",
    "cut": "é".encode() * 3 + b"\xe2\x82",
    "nul": b"a\0",
    "controls": b"\x01\xff",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_time_is_linear(family: str) -> None:
    """
    Doubling the bytes four times takes at most 2.5 ** 4 times the CPU time.

    Somewhere on the way a text outgrows the caches of the processor, which costs once.
    """
    piece = FAMILIES[family]
    once = piece * (250_000 // len(piece))
    limit = LIMIT**4
    assert growth(lambda: decoded(once), lambda: decoded(once * 16), limit=limit) <= limit


def decoded(data: bytes) -> None:
    """Decode, whatever comes out."""
    with suppress(NotTextError):
        decode(data)


NASTY = {
    "enc/cp1252.txt": ("cp1252", 0),
    "enc/latin1.txt": ("cp1252", 0),
    "enc/utf16le_bom.txt": ("utf-16-le", 0),
    "enc/utf16be_bom.txt": ("utf-16-be", 0),
    "enc/utf16le_nobom.txt": ("utf-16-le", 0),
    "enc/utf32_bom.txt": ("utf-32-le", 0),
    "enc/utf8_bom.txt": ("utf-8", 0),
    "enc/utf8_bom_middle.txt": ("utf-8", 0),
    "enc/mojibake_once.txt": ("utf-8", 0),
    "enc/mojibake_twice.txt": ("utf-8", 0),
    "enc/mixed_utf8_cp1252.txt": ("utf-8", 13),
    "enc/invalid_utf8.txt": ("utf-8", 10),
    "enc/truncated_utf8.txt": ("utf-8", 2),
    "enc/shift_jis.txt": ("cp932", 0),
    "enc/gb18030.txt": ("gb18030", 0),
    "enc/koi8r.txt": ("koi8-r", 0),
    "enc/big5.txt": ("big5", 0),
    "enc/utf7.txt": ("utf-8", 0),
    "ctl/nul_bytes.txt": ("utf-8", 0),
    "ctl/only_nul.txt": None,
    "ctl/all_controls.txt": ("utf-8", 0),
    "ctl/ansi_escape.txt": ("utf-8", 0),
    "ctl/crlf.txt": ("utf-8", 0),
    "ctl/cr_only.txt": ("utf-8", 0),
    "ctl/mixed_eol.txt": ("utf-8", 0),
    "ctl/no_final_newline.txt": ("utf-8", 0),
    "ctl/empty.txt": ("utf-8", 0),
    "ctl/whitespace.txt": ("utf-8", 0),
    "ctl/one_char.txt": ("utf-8", 0),
    "ctl/only_punct.txt": ("utf-8", 0),
    "ctl/binary_png.txt": None,
    "ctl/binary_random.txt": None,
    "ctl/elf_head.txt": None,
    "ctl/html_as_txt.txt": ("utf-8", 0),
    "ctl/pdf_head.txt": None,
}


@needs_shared
def test_nasty_files(tmp_path: Path) -> None:
    """Every hostile encoding is read, replaced and counted, or named."""
    command = [sys.executable, str(shared("eval/make_nasty.py")), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own interpreter
    files = sorted([*tmp_path.glob("enc/*"), *tmp_path.glob("ctl/*")])
    assert {str(file.relative_to(tmp_path)): outcome(file) for file in files} == NASTY


def outcome(file: Path) -> tuple[str, int] | None:
    """Return encoding and count, or None for what is no text."""
    try:
        found = decode(file.read_bytes())
    except NotTextError:
        return None
    return found.encoding, found.replaced
