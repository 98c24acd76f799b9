"""
Ask yaml-language-server what it offers in a pipeline, and what it complains of, as editors do.

    npm install --prefix /tmp/editor yaml-language-server
    python benchmarks/editor.py /tmp/editor/node_modules/.bin/yaml-language-server

A plugin with a stage and a wrapper is written for it. The table is in editor.md.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from workspaces import SitePackages

PLUGIN = """
import textflow

@textflow.stage(name="parties", provides={"acme.parties": "finds.json"})
def parties(doc, *, most: int = 3, kind: str = "any"):
    return []

@textflow.wrapper(name="cache")
def cache(stage, documents, *, folder: str = "kept"):
    return (yield)

@textflow.hookimpl
def textflow_stages():
    return [parties]

@textflow.hookimpl
def textflow_wrappers():
    return [cache]
"""
HEAD = "# yaml-language-server: $schema=pipeline.schema.json\ntextflow: 1\n"

#: What is asked, and where: the bar is the cursor.
PLACES = {
    "keys of the pipeline": "|",
    "stages": "stages:\n  - |",
    "options of a third party's stage": "stages:\n  - acme.parties:\n      |",
    "values": "stages:\n  - acme.parties: {}\n    invalid: |",
    "layers": "stages:\n  - acme.parties: {}\n    as:\n      |",
    "wrappers": "stages: [segment]\nplugins:\n  - |",
}
WRONG = {
    "nothing wrong": "stages:\n  - acme.parties: {most: 3}\n    invalid: reject\n",
    "a slip in the name of a stage": "stages: [segmnt]\n",
    "a slip in an option": "stages:\n  - acme.parties: {mots: 3}\n",
    "a value of another type": "stages:\n  - acme.parties: {most: many}\n",
}


class Server:
    """A language server, spoken to over its standard input and output."""

    def __init__(self, command: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - named by who runs this
            [command, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._asked = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}

    def tell(self, method: str, **more: Any) -> None:
        """Send a message that nobody answers."""
        self._send({"method": method, **more})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """Send a question and return the answer."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self._asked and "method" not in message:
                return message.get("result")

    def receive(self) -> dict[str, Any]:
        """Return the next message; what the server asks is answered with nothing."""
        stream, size = self._process.stdout, 0
        assert stream is not None  # noqa: S101 - it was opened as a pipe
        while line := stream.readline().strip():
            if line.lower().startswith(b"content-length"):
                size = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(stream.read(size))
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": [{} for _ in params.get("items", [])]})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None  # noqa: S101 - it was opened as a pipe
        stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        stream.flush()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


def started(command: str, folder: Path) -> Server:
    """Start the server as an editor does."""
    server = Server(command)
    able = {"textDocument": {"completion": {}}, "workspace": {"configuration": True}}
    where = {"processId": None, "rootUri": folder.as_uri(), "capabilities": able}
    server.ask("initialize", where)
    server.tell("initialized", params={})
    wanted = {"validate": True, "completion": True, "schemaStore": {"enable": False}}
    server.tell("workspace/didChangeConfiguration", params={"settings": {"yaml": wanted}})
    return server


def opened(server: Server, path: Path, text: str) -> str:
    """Open a file and return its address."""
    path.write_text(text, "utf-8")
    facts = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
    server.tell("textDocument/didOpen", params={"textDocument": facts})
    return path.as_uri()


def offered(server: Server, path: Path, text: str) -> list[str]:
    """Return what is offered where the bar is in ``text``."""
    before, after = text.split("|")
    uri = opened(server, path, before + after)
    place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
    found = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
    items = found["items"] if isinstance(found, dict) else found
    return sorted({item["label"] for item in items or []})


def complaints(server: Server, path: Path, text: str) -> list[str]:
    """Return what is wrong with a file."""
    uri = opened(server, path, text)
    while uri not in server.diagnostics:
        server.receive()
    return [one["message"].replace("\n", " ") for one in server.diagnostics[uri]]


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        site = folder / "site"
        site.mkdir()
        SitePackages(site).plugin(PLUGIN)
        with (folder / "pipeline.schema.json").open("w") as schema:
            command = [sys.executable, "-m", "textflow", "schema"]
            known = os.environ | {"PYTHONPATH": str(site)}
            subprocess.run(command, check=True, stdout=schema, env=known)  # noqa: S603 - ours
        server = started(sys.argv[1], folder)
        print("| at | offers |\n| --- | --- |")
        for at, (what, text) in enumerate(PLACES.items()):
            found = offered(server, folder / f"p{at}.yml", HEAD + text)
            print(f"| {what} | {', '.join(f'`{one}`' for one in found)} |")
        print("\n| with | says |\n| --- | --- |")
        for at, (what, text) in enumerate(WRONG.items()):
            found = complaints(server, folder / f"w{at}.yml", HEAD + text)
            print(f"| {what} | {' '.join(found) or 'nothing'} |")
        server.close()


if __name__ == "__main__":
    main()
