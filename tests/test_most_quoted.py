"""The page on who is quoted most leads to a table and to a database that Datasette serves."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from checkout import ROOT
from doc_pages import played_in

PAGE = (ROOT / "docs" / "most-quoted.md").read_text("utf-8")


def test_eight_commands_lead_there() -> None:
    """From an empty folder to a spreadsheet and Datasette; the tests of the pages play it."""
    commands = re.findall(r"^\$ (.+)$", PAGE, re.MULTILINE)
    assert len(commands) <= 8
    assert commands[0] == "textflow init"
    assert commands[-1] == "datasette articles.sqlite"
    assert "Ingrid Halloway 5\nAna Kovac 2\n" in PAGE


def served(database: Path, page: str, **asked: str) -> dict[str, object]:
    """Return what Datasette answers to somebody who asks for a page of a database as JSON."""
    path = f"/{database.stem}/{page}.json?{urlencode(asked)}"
    command = [sys.executable, "-m", "datasette", str(database), "--get", path]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603 - ours
    return dict(json.loads(done.stdout))


def test_datasette_serves_what_the_page_has_made(tmp_path: Path) -> None:
    """As it is: the facet of the speakers has the ten, a search finds words of a quotation."""
    pytest.importorskip("datasette", reason="needs the extra `readers`")
    played_in(tmp_path, PAGE)
    database = tmp_path / "work" / "articles.sqlite"
    facets = served(database, "quotations", _facet="speaker")["facet_results"]
    assert isinstance(facets, dict)
    counted = [(row["value"], str(row["count"])) for row in facets["speaker"]["results"]]
    most = re.findall(r"^([A-Z]\w+ \w+) (\d)$", PAGE, re.MULTILINE)
    assert len(most) == 10
    assert counted[0] == most[0]
    assert set(most) <= set(counted)
    found = served(database, "quotes", _search="diesel", _shape="objects")["rows"]
    assert isinstance(found, list)
    assert [row["text"] for row in found] == ['"I will miss the smell of diesel,"']
