"""The source ``warc``: pages of a crawl, each a document; what is no page is passed over."""

import gzip
from collections.abc import Sequence
from typing import Any

import attrs
import pytest

import textflow
from textflow.reading.zstandard import zstd
from textflow.testing import PluginContract

pytest.importorskip("warcio", reason="needs the extra `warc`")

from textflow_plugins.files.warc import pieces, warc

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


def members(count: int, *, broken: Sequence[int] = ()) -> list[bytes]:
    """Return records of pages and pictures, some of whose answers cannot be read."""
    pages = []
    for at in range(count):
        kind = "image/png" if at % 7 == 3 else "text/html"
        body = f"<p>Page {at} is here.</p>".encode() * (at % 5 + 1)
        one = archive(("200 OK", kind, body))
        pages.append(one.replace(b"HTTP/1.1", b"HTTP/9.9") if at in broken else one)
    return pages


def pieces_of(data: bytes, name: str, size: int) -> tuple[list[Any], list[Any], int]:
    """Return what is read of an archive as a whole, of its pieces, and how many these are."""
    entry = textflow.Input.from_bytes(data, name)
    found = list(pieces(entry, size))
    shared = [one for span in found for one in warc(attrs.evolve(entry, piece=span))]
    return list(warc(entry)), shared, len(found)


@pytest.mark.parametrize("size", [1, 700, 3000, 10**6])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pieces_of_an_archive_are_the_whole(name: str, size: int) -> None:
    """Numbers, and what cannot be read, included; each piece begins with a record."""
    records = members(40, broken=(5, 21))
    data = b"".join(map(gzip.compress, records) if name.endswith("gz") else records)
    whole, shared, count = pieces_of(data, name, size)
    assert shared == whole
    assert [one.error for one in whole if isinstance(one, textflow.Unreadable)] == ["NotWarc"] * 2
    assert (len(whole), count) == (34, {1: 40, 10**6: 1}.get(size, count))
    assert size != 700 or count > 3


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"".join(members(40))),
        b"".join(map(gzip.compress, members(40)))[:-9],
        b"".join(map(gzip.compress, members(40))) + bytes(70_000) + gzip.compress(members(1)[0]),
        b"".join(gzip.compress(one.replace(b"WARC/1.0", b"WARC/2.0")) for one in members(9)),
        b"".join(gzip.compress(one + b"\r\n") for one in members(9)),
        b"".join(gzip.compress(one.replace(b"Length: ", b"Length: 1")) for one in members(9)),
        b"".join(map(gzip.compress, [*members(9), b"".join(members(3)), *members(9)])),
        b"".join(map(gzip.compress, [*members(3), archive(("200 OK", "text/html", bytes(10**7)))])),
        b"no archive at all" * 99,
        b"",
    ],
    ids=[
        *("one member", "cut off", "padded", "of a later version", "a line too many"),
        *("other lengths", "three in a member", "a bomb", "none", "empty"),
    ],
)
def test_an_archive_that_cannot_be_cut(data: bytes) -> None:
    """It is read as a whole, which says what is wrong with it."""
    assert pieces_of(data, "a.warc.gz", 500)[2] == 0


@pytest.mark.parametrize(
    "data",
    [
        b"".join(members(9)).replace(b"\r\n\r\nWARC", b"\r\nWARC"),
        b"".join(members(9))[:-1],
        b"".join(members(9)) + b"more",
        b"".join(members(9)).replace(b"Content-Length", b"Content-Length: 1\r\nContent-Length"),
    ],
    ids=["a line too few", "cut off", "more behind", "two lengths"],
)
def test_a_plain_archive_that_cannot_be_cut(data: bytes) -> None:
    """The same, where nothing is compressed."""
    assert pieces_of(data, "a.warc", 500)[2] == 0


def test_an_answer_that_cannot_be_read_costs_itself_alone() -> None:
    """The pages behind it are read."""
    first, second, third = read(b"".join(members(3, broken=(1,))))
    assert (first.id, second.error, third.id) == ("a.warc#1", "NotWarc", "a.warc#3")
    assert "the answer of the server cannot be read" in second.message
