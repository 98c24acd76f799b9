"""Inputs: found in order, opened without hanging, read within their caps."""

import gzip
import os
import pickle
import resource
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textflow.errors import InputError
from textflow.reading.decompressing import decompressed
from textflow.reading.input_errors import (
    AccessError,
    DamagedError,
    MissingError,
    NotFileError,
    TooLarge,
    kind_of,
)
from textflow.reading.inputs import Caps, Input, find_inputs, suffix_type
from textflow.reading.streams import split_lines
from textflow.reading.zstandard import zstd

NUL_200_MB = 200_000_000


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Make a folder with a few files."""
    for name in ("news/b.txt", "news/a.txt", "news/c.md", "news/old/a.txt", "news/.hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path


def uris(patterns: list[str], base: Path) -> list[str]:
    """Return the URIs that ``patterns`` find."""
    return [entry.uri for entry in find_inputs(patterns, base)]


def ids(patterns: list[str], base: Path) -> list[str]:
    """Return the ids that ``patterns`` find."""
    return [entry.id for entry in find_inputs(patterns, base)]


@pytest.mark.parametrize(
    ("patterns", "expect"),
    [
        (["news/a.txt"], ["news/a.txt"]),
        (["news/*.txt"], ["news/a.txt", "news/b.txt"]),
        (["news/**/*.txt"], ["news/a.txt", "news/b.txt", "news/old/a.txt"]),
        (["**/a.txt"], ["news/a.txt", "news/old/a.txt"]),
        (["**/**/a.txt"], ["news/a.txt", "news/old/a.txt"]),
        (["news/**"], ["news/a.txt", "news/b.txt", "news/c.md", "news/old/a.txt"]),
        (["news/*"], ["news/a.txt", "news/b.txt", "news/c.md"]),
        (["news/[!a].*"], ["news/b.txt", "news/c.md"]),
        (["news/.*"], ["news/.hidden.txt"]),
        (["./news/?.txt"], ["./news/a.txt", "./news/b.txt"]),
        (["*/*.md"], ["news/c.md"]),
        (["news/b.txt", "news/*.txt"], ["news/b.txt", "news/a.txt"]),
        (["news/../news/a.txt", "news/a.txt"], ["news/../news/a.txt"]),
    ],
)
def test_patterns_find_files_once_and_in_order(
    patterns: list[str], expect: list[str], news: Path
) -> None:
    """Patterns keep their order, matches are sorted, hidden files need a dot in the pattern."""
    assert uris(patterns, news) == expect


@pytest.mark.parametrize(
    ("patterns", "expect"),
    [
        (["news/a.txt"], ["a.txt"]),
        (["news/*.txt"], ["a.txt", "b.txt"]),
        (["news/**/a.txt"], ["a.txt", "old/a.txt"]),
        (["news/a.txt", "news/old/a.txt"], ["a.txt", "old/a.txt"]),
        (["news/old/*.txt", "news/a.*"], ["old/a.txt", "a.txt"]),
        (["news/a.txt", "-"], ["a.txt", "stdin"]),
    ],
)
def test_ids_are_short_and_unique(patterns: list[str], expect: list[str], news: Path) -> None:
    """An id is the path below the deepest folder that all patterns share."""
    assert ids(patterns, news) == expect


def test_absolute_pattern_is_shown_as_written(news: Path) -> None:
    """An absolute path stays one in the URI; the id stays short."""
    (found,) = find_inputs([f"{news}/news/*.md"], Path("elsewhere"))
    assert (found.uri, found.id, found.name) == (f"{news}/news/c.md", "c.md", "c.md")


def test_file_whose_name_looks_like_a_glob_is_read(tmp_path: Path) -> None:
    """A path that exists is that path."""
    (tmp_path / "a[1].txt").touch()
    (tmp_path / "a1.txt").touch()
    assert uris(["a[1].txt"], tmp_path) == ["a[1].txt"]


def test_sorting_is_by_code_point(tmp_path: Path) -> None:
    """No locale decides on the order."""
    for name in ("é", "Z", "a", "_"):
        (tmp_path / name).touch()
    assert uris(["*"], tmp_path) == ["Z", "_", "a", "é"]


@pytest.mark.parametrize(
    "name", [b"new\nline.txt", b"-rf.txt", b"n" * 244 + b".txt", b"bad\xff.txt"]
)
def test_odd_names_are_read(name: bytes, tmp_path: Path) -> None:
    """Whatever the system allows as a name is read, and its URI can be written as UTF-8."""
    (tmp_path / os.fsdecode(name)).write_bytes(b"text")
    (found,) = find_inputs(["*.txt"], tmp_path)
    assert found.read() == b"text"
    assert found.uri.encode() == name.replace(b"\xff", b"\\udcff")


@pytest.mark.parametrize(
    ("pattern", "found", "fix"),
    [
        ("news/x-y-z", "there is no 'x-y-z' in '{}/news'; ", "check the path"),
        ("news/c.mdd", "there is no 'c.mdd' in '{}/news'; ", "did you mean 'c.md'?"),
        ("new/a.txt", "there is no 'new' in '{}'; ", "did you mean 'news'?"),
        ("nws/**/*.txt", "there is no 'nws' in '{}'; ", "did you mean 'news'?"),
        (
            "news/*.json",
            "no file in '{}/news' matches; ",
            "contains '.hidden.txt', 'a.txt', 'b.txt'",
        ),
    ],
)
def test_pattern_without_files_says_where_was_looked(
    pattern: str, found: str, fix: str, news: Path
) -> None:
    """The error names the folder, and the nearest name in it."""
    with pytest.raises(MissingError) as caught:
        find_inputs(["news/a.txt", pattern], news)
    assert str(caught.value).startswith(f"'{pattern}': {found.format(news)}")
    assert str(caught.value).endswith(fix)


def test_folder_as_path_says_how_to_read_it(news: Path) -> None:
    """A folder given as a plain path gets the glob to write instead."""
    with pytest.raises(NotFileError, match=r"is a folder.*news/\*\.txt"):
        find_inputs(["news"], news)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_fifo_never_hangs(tmp_path: Path) -> None:
    """A FIFO is refused as a path, and costs itself alone in a glob."""
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").touch()
    with pytest.raises(NotFileError, match="FIFO"):
        find_inputs(["a.txt"], tmp_path)
    fifo, fine = find_inputs(["*.txt"], tmp_path)
    assert fine.read() == b""
    with pytest.raises(NotFileError, match="FIFO"):
        fifo.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_file_that_became_a_fifo_never_hangs(tmp_path: Path) -> None:
    """What was a file when it was found is looked at again when it is opened."""
    (tmp_path / "a.txt").touch()
    (found,) = find_inputs(["a.txt"], tmp_path)
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(NotFileError, match="FIFO"):
        found.read()


@pytest.mark.parametrize(
    ("link", "target", "found"),
    [
        ("a.txt", "a.txt", "leads nowhere or in a circle"),
        ("a.txt", "nowhere", "leads nowhere or in a circle"),
        ("a.txt", "../outside.txt", "leads out of the folder"),
        ("a.txt", "folder", "no regular file"),
    ],
)
def test_bad_link_costs_itself_alone(link: str, target: str, found: str, tmp_path: Path) -> None:
    """A link in a glob that leads nowhere, to no file or outside is not followed."""
    (tmp_path / "outside.txt").touch()
    (tmp_path / "in/folder").mkdir(parents=True)
    (tmp_path / "in/b.txt").touch()
    (tmp_path / "in" / link).symlink_to(target)
    bad, fine = find_inputs(["in/*.txt"], tmp_path)
    assert fine.read() == b""
    with pytest.raises(NotFileError, match=found):
        bad.read()


def test_link_inside_is_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    """A link to a file of the same folder is a file; no circle of folders is walked."""
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/deep/b.txt").write_bytes(b"b")
    (tmp_path / "in/a.txt").symlink_to("deep/b.txt")
    (tmp_path / "in/deep/round").symlink_to("..")
    assert uris(["in/**/*.txt"], tmp_path) == ["in/a.txt", "in/deep/b.txt"]
    assert next(find_inputs(["in/*.txt"], tmp_path)).read() == b"b"


@pytest.mark.parametrize("target", ["a.txt", "nowhere"])
def test_bad_link_as_path_is_an_error(target: str, tmp_path: Path) -> None:
    """A plain path that is a broken link is refused before anything runs."""
    (tmp_path / "a.txt").symlink_to(target)
    with pytest.raises(InputError, match="link"):
        find_inputs(["a.txt"], tmp_path)


def test_system_error_becomes_an_input_error(tmp_path: Path) -> None:
    """A file that has gone is named in our words."""
    (tmp_path / "a.txt").touch()
    (found,) = find_inputs(["a.txt"], tmp_path)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(AccessError, match="No such file or directory"):
        found.read()


def test_input_travels_between_processes(news: Path) -> None:
    """An input can be pickled: workers open files themselves."""
    (found,) = find_inputs(["news/a.txt"], news)
    assert pickle.loads(pickle.dumps(found)).read() == b"news/a.txt"  # noqa: S301 - our own bytes


def test_standard_input_is_read() -> None:
    """``-`` reads what is piped in, once however often it is named."""
    code = (
        "from pathlib import Path; from textflow.reading.inputs import find_inputs\n"
        "for entry in find_inputs(['-', '-'], Path()):\n"
        "    print(entry.id, entry.uri, list(entry.lines()))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], input=b"a\nb", capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "stdin - [(1, b'a'), (2, b'b')]"


@pytest.mark.parametrize(
    ("path", "expect"),
    [
        ("a/b.jsonl.gz", ("jsonl", "gz")),
        ("b.txt", ("txt", None)),
        ("b.TXT.ZST", ("txt", "zst")),
        ("b.gz", ("", "gz")),
        ("b", ("", None)),
        ("a.b/c", ("", None)),
    ],
)
def test_suffix_says_type_and_compression(path: str, expect: tuple[str, str | None]) -> None:
    """The type is the last suffix but for compression."""
    assert suffix_type(path) == expect


def zipped(data: bytes) -> bytes:
    """Return gzip data that is the same at any time of the day: it is in the names of tests."""
    return gzip.compress(data, mtime=0)


#: What is behind the dot of a compressed file to how it is made.
PACKED: dict[str, Callable[[bytes], bytes]] = {"gz": zipped, "zst": zstd().compress}


def pieces(data: bytes, cuts: list[int]) -> Iterator[bytes]:
    """Cut ``data`` at ``cuts``."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return (data[start:end] for start, end in pairwise(edges))


LINES = st.lists(st.sampled_from([b"\n", b"\r\n", b"\r", b"a", b"bc", b"\xe2\x80\xa8", b"\0"]))


@settings(deadline=None)
@given(LINES.map(b"".join), st.lists(st.integers(0, 100)))
def test_lines_are_cut_at_line_feeds_however_they_arrive(data: bytes, cuts: list[int]) -> None:
    """Any chunking gives what ``split`` gives, less one carriage return before each end."""
    whole = data.split(b"\n")
    expect = [line.removesuffix(b"\r") for line in (whole if whole[-1] else whole[:-1])]
    found = list(split_lines(pieces(data, cuts), "a", 1000))
    assert found == list(enumerate(expect, start=1))


@settings(deadline=None)
@given(st.lists(st.integers(0, 12)), st.lists(st.integers(0, 200)))
def test_lines_past_the_cap_are_named_and_no_others(sizes: list[int], cuts: list[int]) -> None:
    """A line of exactly the cap passes, carriage return or not; one byte more does not."""
    data = b"".join(b"x" * size + (b"\r\n" if size % 2 else b"\n") for size in sizes)
    found = [line for _, line in split_lines(pieces(data, cuts), "a", 5)]
    assert [isinstance(line, TooLarge) for line in found] == [size > 5 for size in sizes]


@settings(deadline=None)
@given(st.lists(st.binary(), min_size=1), st.lists(st.integers(0, 2000)))
def test_members_are_joined_however_they_arrive(parts: list[bytes], cuts: list[int]) -> None:
    """Several members, as in WARC files, are one stream; NUL padding is passed over."""
    for compression, pack in PACKED.items():
        data = b"".join(map(pack, parts)) + b"\0" * 7
        given = decompressed(pieces(data, cuts), "a", Caps(), compression)
        assert b"".join(given) == b"".join(parts)


@pytest.mark.parametrize("compression", ["gz", "zst"])
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda _: b"", "is cut off after 0 bytes"),
        (lambda _: b"plain text", "is not (gzip|Zstandard)"),
        (lambda pack: pack(b"hello")[:-4], "is cut off after [015] bytes"),
        (lambda pack: pack(b"hello") + b"GARBAGE", "is broken after 5 bytes"),
    ],
)
def test_damaged_data_is_named(compression: str, damage: Any, found: str) -> None:
    """What is wrong is said, not a traceback of zlib."""
    with pytest.raises(DamagedError, match=found):
        Input.from_bytes(damage(PACKED[compression]), f"a.txt.{compression}").read()


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_a_bomb_of_either_kind_is_stopped(compression: str) -> None:
    """In the middle of one piece of input, too."""
    data = PACKED[compression](bytes(50_000_000))
    with pytest.raises(TooLarge, match=r"compressed bytes became|contains more than"):
        Input.from_bytes(data, f"a.txt.{compression}", Caps(document=1_000_000)).read()


def test_gzip_is_read_one_level_deep() -> None:
    """What is inside stays what it is."""
    inner = zipped(b"hello")
    assert Input.from_bytes(zipped(inner), "a.gz").read() == inner


def test_zstandard_that_cannot_be_read_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where neither Python nor the extra has it, say how to go on."""
    for module in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DamagedError, match=r"pip install backports.zstd.*, or .*zstd -d"):
        Input.from_bytes(b"", "a.txt.zst").read()


def bomb() -> bytes:
    """Return 200 MB of NULs as gzip, made a little at a time."""
    packer = zlib.compressobj(wbits=31)
    parts = [packer.compress(bytes(1_000_000)) for _ in range(NUL_200_MB // 1_000_000)]
    return b"".join([*parts, packer.flush()])


@pytest.mark.parametrize("caps", [Caps(), Caps(ratio=10**6)])
def test_bomb_is_stopped_in_little_memory(caps: Caps) -> None:
    """By the cap of the document, or before it by that of the ratio: 200 MB are never in memory."""
    entry = Input.from_bytes(bomb(), "a.txt.gz", caps)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        entry.read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_bomb_is_stopped_by_its_ratio() -> None:
    """Bytes that become more than 200 times as many are refused early in a stream too."""
    with pytest.raises(TooLarge, match=r"became 1\d,\d{3},\d{3} and more; at most 200 times"):
        sum(map(len, Input.from_bytes(bomb(), "a.gz").chunks()))


def test_bomb_on_one_line_is_skipped_in_little_memory() -> None:
    """With the ratio allowed, a line of 200 MB is one ``TooLarge``, and the file goes on."""
    data = bomb() + zipped(b"\nnext\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(Input.from_bytes(data, "a.gz", Caps(ratio=10**6)).lines())
    assert [kind_of(line) if isinstance(line, TooLarge) else line for _, line in found] == [
        "TooLarge",
        b"next",
    ]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_input_cap_holds_for_plain_files(tmp_path: Path) -> None:
    """The cap of the whole input counts lines that were read already."""
    (tmp_path / "a.txt").write_bytes(b"line\n" * 100_000)
    (found,) = find_inputs(["a.txt"], tmp_path, Caps(input=100_000))
    with pytest.raises(TooLarge, match=r"limits\.max_input_bytes is 100,000"):
        list(found.lines())
