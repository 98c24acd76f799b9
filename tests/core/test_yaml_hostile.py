"""The YAML reader under hostile, large and generated files, and without PyYAML's C parser."""

import json
import subprocess
import sys
from typing import Any

import pytest
from doubling import LIMIT, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_files import needs_shared, shared
from yaml_checks import problems

from textflow.yaml.reader import read_yaml

#: The hostile files that are YAML as people mean it: the pipeline's schema judges them.
HARMLESS = {
    "bom.yml": {"stages": ["clean"]},
    "crlf.yml": {"stages": ["clean"]},
    "utf16.yml": {"stages": ["clean"]},
    "long_key.yml": {"k" * 5000: "v"},
    "path_bait.yml": {
        "input": "../../../../etc/passwd",
        "output": "/dev/full",
        "stages": ["clean"],
    },
    "template_bait.yml": {
        "input": "{{ cycler.__init__.__globals__.os.system('id') }}",
        "out": "${HOME}/$(id)/`id`",
        "fmt": "{0.__class__.__mro__}",
    },
}


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Write the hostile files of the evaluation set and return the YAML ones."""
    folder = tmp_path_factory.mktemp("nasty")
    command = [sys.executable, str(shared("eval/make_nasty.py")), str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own interpreter
    return {path.name: path.read_bytes() for path in sorted((folder / "yaml").iterdir())}


@needs_shared
def test_hostile_files(nasty: dict[str, bytes]) -> None:
    """Each hostile file is refused with a place, but for those that are plain YAML."""
    readable = {name: content for name, content in nasty.items() if not problems(content)}
    assert {name: read_yaml(content).value for name, content in readable.items()} == HARMLESS
    assert len(nasty) >= 29


#: What fills a large file: what it begins with, and what is then repeated.
LARGE = {
    "brackets": ("", "["),
    "braces": ("", "{"),
    "dashes": ("", "- "),
    "question marks": ("", "? "),
    "colons": ("", ": "),
    "double quotes": ("", '"'),
    "single quotes": ("", "'"),
    "anchors": ("", "&a "),
    "tags": ("", "! "),
    "line ends": ("", "\n"),
    "comments": ("", "#\n"),
    "percent signs": ("", "%\n"),
    "documents": ("", "---\n"),
    "one word": ("", "x"),
    "tabs": ("", "\t"),
    "spaces": ("", " "),
    "NULs": ("", "\0"),
    "folded lines": ("a: b", "\n b"),
    "quoted lines": ('a: "', "b\n"),
    "backslashes": ('a: "', "\\\\"),
    "escapes": ('a: "', "\\n"),
    "doubled quotes": ("a: 'b", "''"),
    "escaped quotes": ('a: "b', '\\"'),
    "sexagesimal": ("a: ", "1:"),
    "digits": ("a: ", "9"),
    "digits and a letter": ("a: x", "9"),
    "duplicate keys": ("", "a: 1\n"),
    "merge keys": ("a: {<<: [", "*a,"),
    "flow colons": ("[", "a: "),
}


@pytest.mark.parametrize(("start", "unit"), LARGE.values(), ids=LARGE)
def test_time_grows_with_the_file(start: str, unit: str) -> None:
    """Twice the file takes no more than 2.5 times as long, whatever fills it."""
    once, twice = ((start + unit * (size // len(unit))).encode() for size in (60_000, 120_000))
    assert growth(lambda: problems(once), lambda: problems(twice)) <= LIMIT


def test_deep_file_harms_no_process() -> None:
    """100,000 open brackets end in an error; PyYAML's own loader in C dies of them."""
    program = (
        "from textflow.yaml.reader import read_yaml, YamlError\n"
        "for text in (b'[' * 100_000, b'{a: ' * 100_000, b'- ' * 100_000, b'? ' * 100_000):\n"
        "    try:\n"
        "        read_yaml(text)\n"
        "    except YamlError as error:\n"
        "        print(error.problems[-1].place.line)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)  # noqa: S603 - the program above
    assert done.stdout.split() == [b"1"] * 4


def words(excluded: str) -> st.SearchStrategy[str]:
    """Return texts without half characters, control characters and those in ``excluded``."""
    return st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=excluded), max_size=20
    )


def mappings(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return JSON objects as nested as a pipeline might be."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | texts
    )
    nested = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=20,
    )
    return st.dictionaries(texts, nested, max_size=5)


@settings(deadline=None, max_examples=200)
@given(mappings(words("\u2028\u2029\ufeff\ufffe\uffff")), st.sampled_from([None, 2]))
def test_json_reads_back(value: dict[str, Any], indent: int | None) -> None:
    """JSON in UTF-8 reads back as the very value that was written."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    assert json.dumps(read_yaml(text.encode()).value) == json.dumps(value)


BASIC = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",)), max_size=20)


@settings(deadline=None, max_examples=200)
@given(mappings(BASIC))
def test_escaped_json_reads_back(value: dict[str, Any]) -> None:
    """JSON in ASCII reads back, too, control characters and all, up to U+FFFF."""
    text = json.dumps(value, separators=(",", ":"))
    assert json.dumps(read_yaml(text.encode()).value) == json.dumps(value)


PIECES = st.sampled_from(
    [
        *"[]{}:,-?&*!|>'\"%@`#\n\t \\~<=",
        "a",
        "1",
        "a: ",
        "- ",
        "<<: ",
        "---\n",
        "\n  ",
        "\r\n",
        "é",
        "\\ud800",
        "!!str ",
    ]
)


@settings(deadline=None, max_examples=500)
@given(st.binary(max_size=60) | st.lists(PIECES, max_size=30).map(lambda p: "".join(p).encode()))
def test_only_yaml_errors(content: bytes) -> None:
    """Whatever the bytes, there is a value or an error with places in the file, in order."""
    found = [problem.place for problem in problems(content)]
    assert found == sorted(found)
    assert all(place.line >= 1 and place.column >= 1 for place in found)
