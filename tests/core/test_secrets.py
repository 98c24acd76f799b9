"""Secrets show nowhere: not in what is said, and in no file that a run leaves."""

from pathlib import Path

import pytest
from workspaces import SitePackages, Workspace

from textflow.masking import forget, hide, masked
from textflow.wording import cut, raised, safe, shown

VALUE = 's3same-0pen\'s "key"'

LEAKING = """
import textflow

class OwnError(Exception):
    pass

@textflow.stage(provides={"acme.finds": "finds.json"})
def finds(doc, *, key: str = ""):
    if "fail" in doc.text:
        raise OwnError(f"401 for {key!r} and {key}")
    if "return" in doc.text:
        return {key: key}
    if "span" in doc.text:
        return [{"start": 0, "end": 3, "text": key}]
    return []

@textflow.hookimpl
def textflow_stages():
    return [finds]
"""


def everything(workspace: Workspace) -> str:
    """Return the content and the name of every file but the plugins."""
    files = [path for path in workspace.folder.rglob("*") if path.is_file()]
    return "\n".join(f"{path}\n{path.read_text()}" for path in files)


@pytest.mark.parametrize("secret", [VALUE, "x" * 500, "pin1", "zwölf Jahre"])
def test_no_file_and_no_message_has_the_secret(
    workspace: Workspace, site: SitePackages, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """Whatever a stage does with it: raise it, return it, claim it as a text."""
    monkeypatch.setenv("KEY", secret)
    site.plugin(LEAKING)
    workspace.texts("fail", "return", "span", "fine")
    workspace.pipeline("[{acme.finds: {key: '${env:KEY}'}}]", "env: [KEY]\n")
    for more in ([], ["--debug"], ["--log-format", "json"], ["--set", "acme.finds.key=${env:KEY}"]):
        said = workspace.run("-v", *more)
        assert said.code == 1
        for form in (secret, repr(secret)[1:-1]):
            assert form not in said.out + said.err + everything(workspace)
    assert "${env:KEY}" in workspace.dead[0]["error"]["message"]


@pytest.mark.parametrize(
    "text",
    [
        'source: a.txt\nstages: ["${env:KEY}"]\n',
        'source: a.txt\nstages: [{segment: {language: "${env:KEY}"}}]\n',
        'source: a.txt\nstages: [{segment: {quotes: "${env:KEY}"}}]\n',
        'source: a.txt\nstages: [{segment: {abbreviations: {x: "${env:KEY}"}}}]\n',
        'source: a.txt\nstages: [segment]\nrequires: ["${env:KEY}"]\n',
        'source: a.txt\nstages: [segment]\nengine: "${env:KEY}"\n',
        'source: a.txt\nstages: [segment]\nlimits: {timeout: "${env:KEY}"}\n',
        'source: "${env:KEY}.doc"\nstages: [segment]\n',
        'sink: "${env:KEY}.doc"\nstages: [segment]\n',
        'vars: {a: ["${env:KEY}"]}\nsource: "${vars.a}"\nstages: [segment]\n',
    ],
)
@pytest.mark.parametrize(("value", "hidden"), [(VALUE, VALUE), ("pin1", "pin1"), ("!", "'!'")])
def test_check_does_not_echo_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, text: str, value: str, hidden: str
) -> None:
    """Each message that repeats a value repeats the reference instead, in every format."""
    monkeypatch.setenv("KEY", value)
    workspace.write("p.yml", f"textflow: 1\nenv: [KEY]\n{text}")
    for style in ("text", "json", "github"):
        said = workspace.do("check", "p.yml", "--format", style)
        assert said.code == 2
        assert hidden not in said.out + said.err
        assert (hidden == "'!'") or "${env:KEY}" in said.out


def test_a_path_shows_as_it_is_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In records, and in what is said about sinks and inputs."""
    workspace.write("archive-of-1999/a.txt", "One.")
    monkeypatch.setenv("ARCHIVE", "archive-of-1999")
    workspace.write(
        "p.yml",
        "textflow: 1\nenv: [ARCHIVE]\nsource: '${env:ARCHIVE}/*.txt'\nstages: [segment]\n"
        "sink: '${env:ARCHIVE}/out.jsonl'\n",
    )
    said = workspace.do("run", "p.yml")
    assert "1 written to ${env:ARCHIVE}/out.jsonl, " in said.err
    (record,) = workspace.read("archive-of-1999/out.jsonl")
    assert (record["id"], record["source"]["uri"]) == ("a.txt", "${env:ARCHIVE}/a.txt")
    monkeypatch.setenv("ARCHIVE", "archive-of-2000")
    said = workspace.do("run", "p.yml", "--set", "sink=-")
    assert "'${env:ARCHIVE}/*.txt': there is no '${env:ARCHIVE}'" in said.err


@pytest.mark.parametrize(
    ("secret", "text", "expect"),
    [
        ("longenough", "xlongenoughx", "x${env:KEY}x"),
        ("word", "a word, words", "a ${env:KEY}, words"),
        ("en", "then 'en' ends", "then '${env:KEY}' ends"),
        ("a", "an apple", "an apple"),
        ("", "nothing", "nothing"),
        ("a/b c&d=e", "GET /?q=a%2Fb%20c%26d%3De", "GET /?q=${env:KEY}"),
    ],
)
def test_short_secrets_spoil_no_sentence(secret: str, text: str, expect: str) -> None:
    """The shorter a value, the more must speak for its being the secret."""
    hide({"KEY": secret})
    assert masked(text) == expect
    forget()


def test_what_is_cut_is_masked_before() -> None:
    """Half a secret is too much."""
    value = "0123456789" * 20
    hide({"KEY": value})
    for words in (shown("x" * 40 + value), cut("x" * 250 + value), safe(value)):
        assert "0123" not in words
    assert raised(ValueError("x" * 250 + value)) == f"ValueError: {'x' * 250}${{env:KEY}}"
    forget()


def test_a_missing_file_beside_a_secret(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A compressed file whose whole name is secret is read as what it is."""
    import gzip  # noqa: PLC0415 - only here

    (Path("stories.jsonl.gz")).write_bytes(gzip.compress(b'{"text": "One."}\n'))
    monkeypatch.setenv("FILE", "stories.jsonl.gz")
    workspace.write("p.yml", "textflow: 1\nenv: [FILE]\nsource: '${env:FILE}'\nstages: [segment]\n")
    said = workspace.do("run", "p.yml", "--set", "sink=out.jsonl")
    assert said.code == 0
    assert workspace.records[0]["source"]["uri"] == "${env:FILE}:1"
