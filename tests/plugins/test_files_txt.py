"""The source ``txt``: one document a file."""

from pathlib import Path

import textflow
from textflow.reading.inputs import find_inputs
from textflow_plugins.files.txt import txt


def read(data: bytes, **options: str) -> textflow.RawDocument | textflow.Unreadable:
    """Return the one thing that ``txt`` makes of ``data``."""
    (outcome,) = txt(textflow.Input.from_bytes(data, "toner.txt"), **options)
    return outcome


def test_file_is_one_document() -> None:
    """The text comes as it is, line ends and all."""
    assert read("One.\r\n“Two.”\r".encode()) == textflow.RawDocument(
        text="One.\r\n“Two.”\r", id="toner.txt", uri="toner.txt"
    )


def test_empty_file_is_an_empty_document() -> None:
    """No text is a text too."""
    assert read(b"") == textflow.RawDocument(text="", id="toner.txt", uri="toner.txt")


def test_bad_bytes_are_replaced_and_counted() -> None:
    """The document says how many bytes were lost."""
    found = read("“Good”, he s\xff".encode()[:-2] + b"\xff")
    assert isinstance(found, textflow.RawDocument)
    assert (found.text, found.replaced, found.encoding) == (
        "“Good”, he s\N{REPLACEMENT CHARACTER}",
        1,
        "utf-8",
    )


def test_declared_encoding_is_used() -> None:
    """The option wins over detection."""
    found = read("żółw".encode("cp1250"), encoding="cp1250")
    assert isinstance(found, textflow.RawDocument)
    assert (found.text, found.encoding) == ("żółw", "cp1250")


def test_unknown_encoding_is_named() -> None:
    """A misspelt encoding is no crash."""
    found = read(b"text", encoding="utf-9")
    assert isinstance(found, textflow.Unreadable)
    assert found.message == (
        "'toner.txt': its declared encoding 'utf-9' is not known; wanted one such as utf-8, "
        "cp1252 or shift_jis; correct the option encoding or leave it out"
    )


def test_binary_file_is_a_dead_letter() -> None:
    """A picture called .txt is named, with all its bytes."""
    assert read(b"\x89PNG\r\n\x1a\n") == textflow.Unreadable(
        id="toner.txt",
        uri="toner.txt",
        error="NotText",
        message="'toner.txt': is a PNG image; wanted text; "
        "decompress or convert it first, or leave it out",
        raw=b"\x89PNG\r\n\x1a\n",
    )


def test_too_large_file_is_a_dead_letter_with_its_beginning() -> None:
    """The message names the limit; the raw input shows how the file begins."""
    entry = textflow.Input.from_bytes(b"abc" * 1000, "a.txt", textflow.Caps(document=100))
    (found,) = txt(entry)
    assert isinstance(found, textflow.Unreadable)
    assert found.error == "TooLarge"
    assert "limits.max_document_bytes is 100" in found.message
    assert found.raw.startswith(b"abcabc")
    assert len(found.raw) == 1024
    assert found.cut


def test_folder_called_txt_is_a_dead_letter(tmp_path: Path) -> None:
    """Other files of the glob go on."""
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b.txt").write_text("fine", "utf-8")
    outcomes = [found for entry in find_inputs(["*.txt"], tmp_path) for found in txt(entry)]
    assert [type(found).__name__ for found in outcomes] == ["Unreadable", "RawDocument"]
