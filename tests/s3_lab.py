"""Buckets on this machine: a server that speaks S3, and a store in the memory of the process."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import attrs

#: Seconds until the server must be there.
_PATIENCE = 60


@attrs.frozen
class Buckets:
    """The server, and how a process reaches it."""

    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to find the server."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "kept-in-the-dark",
            "AWS_SECRET_ACCESS_KEY": "sesame-open-4711",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",  # fsspec tries five times by itself
            "AWS_CONFIG_FILE": str(self.folder / "none"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "none"),
        }

    def fault(self, **order: Any) -> None:
        """Order a fault; without one, the server works again."""
        path = self.folder / "fault.json"
        path.with_suffix(".new").write_text(json.dumps(order))
        path.with_suffix(".new").rename(path)
        if not order:
            path.unlink()
            self.names()  # so that it counts anew

    def client(self) -> Any:
        """Return a client that is not that of fsspec."""
        import boto3  # noqa: PLC0415 - an extra

        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id="a",
            aws_secret_access_key="b",  # noqa: S106 - the server asks nobody
            region_name="us-east-1",
        )

    def put(self, key: str, data: bytes | str) -> None:
        """Put an object into the bucket ``news``."""
        body = data.encode() if isinstance(data, str) else data
        self.client().put_object(Bucket="news", Key=key, Body=body)

    def get(self, key: str) -> bytes:
        """Return an object of the bucket ``news``."""
        found: bytes = self.client().get_object(Bucket="news", Key=key)["Body"].read()
        return found

    def names(self, start: str = "") -> list[str]:
        """Return the names of all objects of the bucket ``news``."""
        found = self.client().list_objects_v2(Bucket="news", Prefix=start)
        return [one["Key"] for one in found.get("Contents", ())]


@contextlib.contextmanager
def buckets(folder: Path) -> Generator[Buckets]:
    """Yield a server with one empty bucket, ``news``; it ends with the context."""
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, "-W", "ignore", Path(__file__).with_name("s3_server.py"), folder],
            stdout=log,
            stderr=log,
        )
    try:
        until = time.monotonic() + _PATIENCE
        while not (folder / "port").exists():
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, "no server"
            time.sleep(0.05)
        one = Buckets(folder, int((folder / "port").read_text()))
        one.client().create_bucket(Bucket="news")
        yield one
    finally:
        server.kill()
        server.wait()
