"""The source ``warc``: pages of a crawl, each a document; what is no page is passed over."""

import gzip
from typing import Any

import pytest

import textflow
from textflow.reading.zstandard import zstd
from textflow.testing import PluginContract

pytest.importorskip("warcio", reason="needs the extra `warc`")

from textflow_plugins.files.warc import warc

PAGE = "<html><body><p>The caf\u00e9 is closed.</p></body></html>"


@pytest.mark.slow
class TestContract(PluginContract):
    """What third parties are held to."""

    plugin = "warc"
    huge = 1_000_000
    hostile = 16_000


def archive(*pages: tuple[str, str, bytes], coded: str = "") -> bytes:
    """Return an archive of pages, each a status, a type and a body."""
    return b"".join(_record(number, *page, coded) for number, page in enumerate(pages))


def _record(number: int, status: str, mime: str, body: bytes, coded: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {mime}"]
    lines += [f"Content-Encoding: {coded}"] if coded else []
    answer = "".join(f"{line}\r\n" for line in [*lines, ""]).encode() + body
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"http://x.test/{number}",
        "WARC-Date": "2020-01-02T03:04:05Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(answer)),
    }
    fields = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{fields}\r\n".encode() + answer + b"\r\n\r\n"


def read(data: bytes, name: str = "a.warc", **options: Any) -> list[Any]:
    """Return what the source makes of an archive."""
    return list(warc(textflow.Input.from_bytes(data, name), **options))


def test_each_page_is_a_document() -> None:
    """With its address and the time it was fetched; pictures, scripts and errors are none."""
    found = read(
        archive(
            ("200 OK", "text/html", PAGE.encode()),
            ("200 OK", "image/png", b"\x89PNG"),
            ("404 Not Found", "text/html", b"<p>Gone"),
            ("200 OK", "application/xhtml+xml; charset=utf-8", PAGE.encode()),
        )
    )
    assert [(one.id, one.uri, one.text) for one in found] == [
        ("a.warc#1", "a.warc#1", PAGE),
        ("a.warc#4", "a.warc#4", PAGE),
    ]
    assert found[0].meta == {"url": "http://x.test/0", "fetched": "2020-01-02T03:04:05Z"}


def test_statuses_may_be_chosen() -> None:
    """For those who look for what has gone."""
    data = archive(("404 Not Found", "text/html", b"<p>Gone"))
    assert [one.text for one in read(data, status=[404])] == ["<p>Gone"]


@pytest.mark.parametrize(
    ("mime", "body"),
    [
        ("text/html; charset=iso-8859-1", PAGE.encode("latin-1")),
        ("text/html; charset=iso-8859-1", PAGE.encode()),
        ("text/html; charset=none-such", PAGE.encode("latin-1")),
        ("text/html", b"<meta charset=cp1252>" + PAGE.encode("cp1252")),
    ],
)
def test_pages_are_decoded_as_they_say(mime: str, body: bytes) -> None:
    """Unless they are UTF-8, whatever they say."""
    (page,) = read(archive(("200 OK", mime, body)))
    assert page.text.endswith(PAGE)


def test_compressed_archives_and_pages() -> None:
    """However they are packed."""
    packed = gzip.compress(PAGE.encode())
    coded = archive(("200 OK", "text/html", packed), coded="gzip")
    for data, name in (
        (coded, "a.warc"),
        (gzip.compress(coded), "a.warc.gz"),
        (zstd().compress(coded), "a.warc.zst"),
    ):
        assert [one.text for one in read(data, name)] == [PAGE]


def test_a_page_that_is_too_large_costs_itself_alone() -> None:
    """Also where it is small before it is unpacked."""
    bomb = gzip.compress(bytes(10_000_000))
    data = archive(("200 OK", "text/html", bomb), coded="gzip")
    data += archive(("200 OK", "text/html", PAGE.encode()))
    entry = textflow.Input.from_bytes(data, "a.warc", textflow.Caps(document=1_000_000))
    first, second = warc(entry)
    assert (first.error, second.text) == ("TooLarge", PAGE)


@pytest.mark.parametrize("broken", [b"no archive\n" * 10, b"WARC/1.0\r\nContent-Length: x\r\n"])
def test_what_is_broken_is_a_dead_letter(broken: bytes) -> None:
    """What is before it has been read."""
    data = archive(("200 OK", "text/html", PAGE.encode()))
    page, *rest = read(data + broken)
    assert page.text == PAGE
    assert [one.error for one in rest] in (["NotWarc"], [])


def test_what_is_no_archive_is_a_dead_letter() -> None:
    """One, whatever its length."""
    (letter,) = read(b"no archive\n" * 1000)
    assert letter.error == "NotWarc"
    assert "fetch it anew" in letter.message
