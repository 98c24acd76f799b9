"""Inputs and outputs in stores: in the memory of this process, and on a server that speaks S3."""

import gzip
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from s3_lab import Buckets, buckets
from workspaces import CommandResult, Workspace

from textflow.reading.input_errors import AccessError
from textflow.remote.reading import open_stored
from textflow.remote.stores import Store

fsspec = pytest.importorskip("fsspec", reason="the extra [remote] is not installed")

MEMORY = "source: memory://news/in/*.jsonl\nsink: memory://news/out.jsonl\n"
S3 = "source: s3://news/in/**/*.jsonl\nsink: s3://news/out/x.jsonl\n"
SIDES = (".dead.jsonl", ".filtered.jsonl", ".run.json")


def lines(first: int, count: int = 4) -> str:
    """Return the JSON lines of some documents; each fifth has no text, so that it is dead."""
    rows = (
        {"id": f"d{at:03}"} | ({"text": f"Doc {at} cost $3 million."} if at % 5 else {})
        for at in range(first, first + count)
    )
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def bare(workspace: Workspace) -> str:
    """Return what a run has left, but for its name and that of the store."""
    rows = [{**row, "run": ""} for row in (*workspace.records, *workspace.dead)]
    return json.dumps(rows).replace("memory://news/", "")


@pytest.fixture
def memory() -> Iterator[Any]:
    """Give the store that is in the memory of this process, empty."""
    one = fsspec.filesystem("memory")
    one.store.clear()
    one.pseudo_dirs[:] = [""]
    yield one
    one.store.clear()
    one.pseudo_dirs[:] = [""]


def test_the_records_are_those_of_files(workspace: Workspace, memory: Any) -> None:
    """A glob, a compressed file and an order by name: as on a disk, but for the addresses."""
    for name, data in (
        ("b/2.jsonl", lines(4).encode()),
        ("a/1.jsonl.gz", gzip.compress(lines(0).encode())),
        ("c.jsonl", lines(8).encode()),
        (".hidden.jsonl", lines(12).encode()),
    ):
        workspace.write(f"in/{name}", data)
        memory.pipe(f"/news/in/{name}", data)
    workspace.pipeline("[segment, amounts]", "source: [in/a/1.jsonl.gz, in/**/*.jsonl]\n")
    assert workspace.run().code == 1
    here = bare(workspace)
    workspace.pipeline(
        "[segment, amounts]",
        "source: [memory://news/in/a/1.jsonl.gz, memory://news/in/**/*.jsonl]\n",
    )
    assert workspace.run().code == 1
    assert bare(workspace) == here
    assert here.startswith('[{"id": "d001", "source": {"uri": "in/a/1.jsonl.gz:2"}')
    assert "d012" not in here


def test_every_file_of_a_run_is_in_the_store(workspace: Workspace, memory: Any) -> None:
    """Records, dead letters, other sinks and parts; nothing stays on the disk."""
    memory.pipe("/news/in/1.jsonl", lines(0).encode())
    workspace.pipeline("[segment]", MEMORY.replace("out.jsonl\n", "wrong.jsonl\n"))
    sinks = ["memory://news/out/x.jsonl", "memory://news/out/t.csv.gz", "memory://news/p/*.jsonl"]
    assert workspace.run("--set", f"sink={json.dumps(sinks)}").code == 1
    names = ["out/t.csv.gz", "out/x.jsonl", "out/x.jsonl.dead.jsonl", "out/x.jsonl.run.json"]
    assert memory.find("/news")[1:] == [f"/news/{one}" for one in (*names, "p/00000.jsonl")]
    manifest = json.loads(memory.cat("/news/out/x.jsonl.run.json"))
    assert [file["path"] for file in manifest["files"]] == [
        *("x.jsonl", "t.csv.gz", "memory://news/p/00000.jsonl", "x.jsonl.dead.jsonl")
    ]
    assert memory.cat("/news/p/00000.jsonl") == memory.cat("/news/out/x.jsonl")
    assert [path.name for path in workspace.folder.iterdir()] == ["p.yml"]


def test_what_a_run_before_has_left_goes(workspace: Workspace, memory: Any) -> None:
    """Dead letters that are none any more, and parts that are too many."""
    memory.pipe("/news/in/1.jsonl", lines(0).encode())
    workspace.pipeline("[segment]", MEMORY)
    parts = ("--set", "sink=memory://news/p/*.jsonl")
    assert workspace.run(*parts).code == workspace.run("--allow-outside").code == 1
    memory.pipe("/news/p/00001.jsonl", b"of a longer run")
    memory.pipe("/news/in/1.jsonl", lines(1).encode())
    assert workspace.run(*parts).code == workspace.run("--allow-outside").code == 0
    assert memory.find("/news")[1:] == [
        *("/news/out.jsonl", "/news/out.jsonl.run.json"),
        *("/news/p.run.json", "/news/p/00000.jsonl"),
    ]


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        (["source=http://a.org/x.jsonl"], 2, "http:// is no store that textflow reads"),
        (["source=s8://a/x.jsonl"], 2, "fsspec knows no store 's8'"),
        (["source=dropbox://a/x.jsonl"], 2, "dropboxdrivefs"),
        (["source=ftp://me:sesame@a.org/x.jsonl"], 2, "a password does not belong into an address"),
        (["source=memory://news/in/2.jsonl"], 5, "there is no such file, folder or bucket"),
        (["source=memory://news/in/*.txt"], 5, "contains '1.jsonl'"),
        (["source=memory://*/1.jsonl"], 5, "before the bucket is named"),
        (["source=memory://news/in", "source.txt.encoding=utf-8"], 2, "in"),
        (["sink=memory://news/in/x.jsonl"], 2, "the source reads it"),
        (["sink=memory://news/out.sqlite"], 5, "cannot add to one in a store"),
        (["sink=memory://news/in/*.csv"], 5, "a folder that no run has made"),
        (['sink=["memory://news/x.csv", "memory://news/x.csv"]'], 2, "it is named twice"),
    ],
)
def test_what_cannot_be(
    workspace: Workspace, memory: Any, settings: list[str], code: int, says: str
) -> None:
    """It is said before anything is read or written, and no password is repeated."""
    memory.pipe("/news/in/1.jsonl", lines(1).encode())
    workspace.pipeline("[segment]", MEMORY)
    more = [part for one in settings for part in ("--set", one)]
    done = workspace.run("--allow-outside", *more)
    assert (done.code, says in done.err, "sesame" in done.err) == (code, True, False), done.err
    assert memory.find("/news") == ["/news/in/1.jsonl"]


def test_a_pipeline_file_may_not_send_anything_away(workspace: Workspace, memory: Any) -> None:
    """A store is outside of its folder; who runs it has to allow that."""
    memory.pipe("/news/in/1.jsonl", lines(1).encode())
    workspace.pipeline("[segment]", MEMORY)
    done = workspace.run()
    assert (done.code, "--allow-outside" in done.err) == (2, True)
    assert memory.find("/news") == ["/news/in/1.jsonl"]


def test_a_store_that_fails_on_the_way(
    workspace: Workspace, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever upload fails, each file is whole, old or new, and the same command finishes."""
    memory.pipe("/news/in/1.jsonl", lines(0).encode())
    workspace.pipeline("[segment]", MEMORY)
    assert workspace.run("--allow-outside").code == 1
    before = {name: memory.cat(name) for name in memory.find("/news")}
    memory.pipe("/news/in/1.jsonl", lines(0, 9).encode())
    assert workspace.run("--set", "sink=wanted.jsonl").code == 1
    whole = type(memory).put_file
    for last in range(3):
        left = iter(range(last))

        def failing(*arguments: Any, left: Iterator[int] = left, **options: Any) -> None:
            if next(left, None) is None:
                raise TimeoutError
            whole(*arguments, **options)

        monkeypatch.setattr(type(memory), "put_file", failing)
        done = workspace.run("--allow-outside")
        assert (done.code, "run again when the store answers" in done.err) == (5, True), done.err
        monkeypatch.setattr(type(memory), "put_file", whole)
        assert memory.cat("/news/out.jsonl.run.json") == before["/news/out.jsonl.run.json"]
        assert workspace.run("--allow-outside", "--quiet").code == 1
        assert memory.cat("/news/out.jsonl").decode() == workspace.text("wanted.jsonl")
        for name, data in before.items():
            memory.pipe(name, data) if "out" in name else None
    assert not list(workspace.folder.glob("*.part"))


def test_an_engine_of_a_cluster_reads_the_memory_itself(workspace: Workspace, memory: Any) -> None:
    """No other process can: the documents go to the workers with the shards."""
    pytest.importorskip("distributed", reason="the extra [dask] is not installed")
    memory.pipe("/news/in/1.jsonl", lines(1).encode())
    workspace.pipeline("[segment]", MEMORY)
    done = workspace.run("--allow-outside", "--set", "engine.dask.workers=1")
    assert done.code == 0, done.err
    assert memory.cat("/news/out.jsonl").count(b"\n") == 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Buckets]:
    """Give a server that speaks S3, in a process of its own."""
    for module in ("s3fs", "moto"):
        pytest.importorskip(module, reason="the extra [stores] is not installed")
    with buckets(tmp_path_factory.mktemp("s3")) as one:
        yield one


@pytest.fixture
def bucket(server: Buckets) -> Iterator[Buckets]:
    """Give its bucket, with a corpus of three files."""
    for at, name in enumerate(("a/1.jsonl", "b/2.jsonl", "c.jsonl")):
        server.put(f"in/{name}", lines(at * 4 + 1, 3))
    yield server
    server.fault()
    for name in server.names():
        server.client().delete_object(Bucket="news", Key=name)


def run(workspace: Workspace, bucket: Buckets, *more: str) -> CommandResult:
    """Run the pipeline in a process of its own."""
    workspace.pipeline("[segment, amounts]", S3)
    return workspace.process("run", "p.yml", "--allow-outside", *more, **bucket.environment)


def test_an_upload_that_is_killed(workspace: Workspace, bucket: Buckets) -> None:
    """Before and after each upload: each object is old or new, and the next run finishes."""
    bucket.put("in/d.jsonl", lines(40, 2))
    assert run(workspace, bucket, "--set", "sink=out.jsonl").code == 1
    wanted = workspace.text("out.jsonl"), workspace.text("out.jsonl.dead.jsonl")
    for at, after in ((1, False), (2, True), (3, True)):
        bucket.put("out/x.jsonl", b"old")
        bucket.put("out/x.jsonl.run.json", b"{}")
        process = subprocess.Popen(  # noqa: S603 - our own command
            workspace.command("run", "p.yml", "--allow-outside"),
            cwd=workspace.folder,
            env=workspace.environment(**bucket.environment),
            stderr=subprocess.DEVNULL,
        )
        bucket.fault(method="PUT", at=at, path="out", do="kill", pid=process.pid, after=after)
        assert process.wait() == -signal.SIGKILL
        bucket.fault()
        assert bucket.get("out/x.jsonl") in (b"old", wanted[0].encode())
        is_last = (at, after) == (3, True)
        assert (bucket.get("out/x.jsonl.run.json") == b"{}") == (not is_last)
        done = run(workspace, bucket)
        assert done.code == 1, done.err
        assert bucket.get("out/x.jsonl").decode() == wanted[0]
        assert bucket.get("out/x.jsonl.dead.jsonl").decode() == wanted[1]
        assert json.loads(bucket.get("out/x.jsonl.run.json"))["complete"] is True
        assert not list(workspace.folder.glob("x.jsonl*"))


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        ({"method": "GET", "at": 2, "do": "drop", "path": "/in/"}, 5, "when the store answers"),
        ({"method": "GET", "at": 1, "do": "deny", "path": "in/b"}, 1, "cannot be read"),
        ({"method": "PUT", "at": 1, "do": "deny", "path": "out"}, 5, "check the credentials"),
        ({"method": "PUT", "at": 2, "do": "drop", "path": "out"}, 5, "when the store answers"),
    ],
    ids=["lost while it reads", "one file denied", "upload denied", "lost while it writes"],
)
def test_a_store_that_refuses(
    workspace: Workspace, bucket: Buckets, fault: dict[str, Any], code: int, says: str
) -> None:
    """A file that may not be read is a dead letter; else the run ends, and goes on later."""
    bucket.put("out/x.jsonl.run.json", b"old")
    bucket.fault(**fault)
    done = run(workspace, bucket)
    assert (done.code, says in done.err) == (code, True), done.err
    for secret in (
        bucket.environment[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
    ):
        assert secret not in done.err
    bucket.fault()
    assert (bucket.get("out/x.jsonl.run.json") == b"old") == (code == 5)
    done = run(workspace, bucket)
    assert done.code == 1, done.err
    assert bucket.get("out/x.jsonl").count(b"\n") == 7


def test_a_file_that_is_changed_meanwhile(bucket: Buckets, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read is one state of it, or it is refused."""
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    bucket.put("large.jsonl", b"a" * 9_000_000)
    address = "s3://news/large.jsonl"
    before = Store.at(address).file()
    with open_stored(address, address, before) as stream:
        assert stream.read(1) == b"a"
        bucket.put("large.jsonl", b"b" * 9_000_000)
        stream.seek(8_000_000)
        with pytest.raises(AccessError, match="has been changed while it was read"):
            stream.read(1)
    with pytest.raises(AccessError, match="has been changed since the run looked for it"):
        open_stored(address, address, before)


def test_a_bucket_that_is_not_there(workspace: Workspace, bucket: Buckets) -> None:
    """It is said before anything is read."""
    done = run(workspace, bucket, "--set", "sink=s3://gone/x.jsonl")
    assert (done.code, "there is no bucket 'gone'" in done.err) == (5, True), done.err


def test_a_cluster_reads_a_bucket(workspace: Workspace, bucket: Buckets) -> None:
    """Pieces of a large object by byte ranges, the bytes of serial; no secret is written."""
    pytest.importorskip("distributed", reason="the extra [dask] is not installed")
    bucket.put("in/large.jsonl", lines(1000, 300))
    assert run(workspace, bucket, "--set", "engine=serial").code == 1
    wanted = bucket.get("out/x.jsonl"), bucket.get("out/x.jsonl.dead.jsonl")
    engine = '{"dask": {"workers": 1, "shard": 4000}}'
    done = run(workspace, bucket, "--set", f"engine={engine}")
    assert done.code == 1, done.err
    assert (bucket.get("out/x.jsonl"), bucket.get("out/x.jsonl.dead.jsonl")) == wanted
    assert b"sesame" not in bucket.get("out/x.jsonl.run.json")


def test_without_the_extra(workspace: Workspace, tmp_path: Path) -> None:
    """The command that installs it is said, at `check` already."""
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "found = u.find_spec\n"
        "u.find_spec = lambda name, package=None: "
        "None if name in ('fsspec', 's3fs') else found(name, package)\n"
    )
    workspace.pipeline("[segment]", S3)
    paths = os.pathsep.join([str(blocked), str(workspace.site.folder)])
    done = workspace.process("check", "p.yml", PYTHONPATH=paths)
    says = done.out + done.err
    assert (done.code, says.count("s3fs is not installed: run `")) == (2, 2), says
    assert "p.yml:3:1: 's3://news/in/" in says
    assert " install s3fs`" in says
