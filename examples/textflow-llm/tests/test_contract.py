"""The contract of plugins, as tests, with a model on this machine that quotes names."""

import atexit
import json
import re
import tempfile
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from textflow.testing import PluginContract

from pipelines import PLACE


class Quoting(BaseHTTPRequestHandler):
    """Answers with the words in the document that begin with a capital letter."""

    def do_POST(self) -> None:
        """Take a question and answer it."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        document = asked["messages"][1]["content"].partition("\n")[2].rpartition("\n")[0]
        items = [{"text": word} for word in re.findall(r"\b[A-Z][a-z]{2,9}\b", document)]
        message = {"content": json.dumps({"items": items})}
        body = json.dumps({"choices": [{"message": message}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


SERVER = ThreadingHTTPServer(("127.0.0.1", 0), Quoting)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
FOLDER = tempfile.TemporaryDirectory()
atexit.register(SERVER.server_close)
atexit.register(FOLDER.cleanup)


class TestContract(PluginContract):
    """A model is dear, and how its time grows is its own business."""

    plugin = "llm"
    options: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "llm": {
            "layer": "my.names",
            "task": "names",
            "endpoint": f"http://127.0.0.1:{SERVER.server_address[1]}/v1",
            "model": "quoting",
            "cache": FOLDER.name,
        }
    }
    schemas: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "my.names": {"type": "array", "items": PLACE}
    }
    invalid = "reject"
    huge = 20_000
    hostile = 0
