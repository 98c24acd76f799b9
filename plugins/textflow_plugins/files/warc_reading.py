"""Read the pages in a web archive, one record after the other."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

import textflow
from textflow_plugins.files.row_errors import NotWarcError, TooLargeError
from textflow_plugins.files.rows import Outcome, Piece

_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 1024
_READ = 65_536
_LOADER = ArcWarcRecordLoader()


class _Stream(io.RawIOBase):
    """The decompressed bytes of an input, as the parser wants to have them."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the next bytes; none at the end."""
        while not self._left:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


@attrs.frozen
class _Page:
    """What the archive says of a page."""

    uri: str
    date: str
    charset: str | None


def read_archive(entry: textflow.Input, status: Sequence[int]) -> Iterator[Outcome]:
    """Yield the document of each page; where the archive is broken, what is behind is lost."""
    number = entry.first - 1
    try:
        stream = io.BufferedReader(_Stream(entry.chunks()), _READ)
        for record in ArchiveIterator(stream, no_record_parse=True):
            number += 1
            if record.rec_type == "response":
                yield from _answer(record, Piece(entry, f"#{number}", b""), status)
    except textflow.InputError as error:
        yield textflow.Unreadable.because(error, id=f"{entry.id}#{number + 1}")
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        found = f"it cannot be read as a web archive from here on: {error}"
        piece = Piece(entry, f"#{number + 1}", b"")
        yield piece.refused(NotWarcError, found, "fetch it anew")


def _answer(record: Any, piece: Piece, status: Sequence[int]) -> Iterator[Outcome]:
    """Yield the page in a record, if it is one; what is broken in it costs no other."""
    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        facts = (record.rec_type, uri, record.raw_stream, record.length)
        record.http_headers = _LOADER.load_http_headers(*facts)
        if _is_page(record, status):
            yield _document(record, piece)
    except (StatusAndHeadersParserException, OSError, ValueError, EOFError) as error:
        found = f"the answer of the server cannot be read: {error}"
        yield piece.refused(NotWarcError, found, "fetch it anew")


def _is_page(record: Any, status: Sequence[int]) -> bool:
    if record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0]
    code = record.http_headers.get_statuscode()
    return kind.strip().lower() in _PAGES and code.isdigit() and int(code) in status


def _document(record: Any, piece: Piece) -> Outcome:
    headers = record.rec_headers
    stated = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    page = _Page(
        headers.get_header("WARC-Target-URI") or piece.uri,
        headers.get_header("WARC-Date") or "",
        stated[1] if stated else None,
    )
    raw = b""
    try:
        raw = b"".join(_pieces(record.content_stream(), piece))
        decoded = _decoded(raw, page)
    except textflow.InputError as error:
        return textflow.Unreadable.because(error, id=piece.id, raw=raw)
    meta = {"url": page.uri} | ({"fetched": page.date} if page.date else {})
    return textflow.RawDocument(
        text=decoded.text,
        id=piece.id,
        uri=piece.uri,
        meta=meta,
        replaced=decoded.replaced,
        encoding=decoded.encoding,
    )


def _pieces(stream: Any, piece: Piece) -> Iterator[bytes]:
    """Yield the body of a page; one that is larger than a document may be is refused."""
    size, most = 0, piece.entry.caps.document
    while part := stream.read(_READ):
        size += len(part)
        if size > most:
            found = f"the page is larger than {most:,} bytes"
            raise TooLargeError(piece.uri, found, "", "raise limits.max_document_bytes")
        yield part


def _decoded(raw: bytes, page: _Page) -> textflow.Decoded:
    """Return the page as text: UTF-8 if it is that, else what is declared, if that is known."""
    inside = _META.search(raw, 0, _HEAD)
    declared = page.charset or (inside[1].decode("ascii") if inside else None)
    try:
        raw.decode("utf-8")
        declared = None
    except UnicodeDecodeError:
        declared = declared if declared and _is_known(declared) else None
    return textflow.decode(raw, declared, uri=page.uri)


def _is_known(charset: str) -> bool:
    try:
        "".encode(charset)
    except (LookupError, UnicodeError):
        return False
    return True
