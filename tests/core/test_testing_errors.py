"""The conformance kit finds each kind of broken plugin and names the promise."""

from pathlib import Path
from textwrap import dedent

import pytest
from kit_runs import Verdict, judged
from workspaces import SitePackages

HEAD = """
import itertools
import re
import textflow

def find(doc, start, end):
    return {"start": start, "end": end, "text": doc.text[start:end]}
"""
FOOT = """
@textflow.hookimpl
def textflow_stages():
    return [acme]
"""
#: Sizes at which a suite is quick, and a fault in the making of time is still seen.
QUICK = """
huge = 20_000
hostile = 8_000
"""


def verdict_on(tmp_path: Path, stage: str, *, foot: str = FOOT, only: str = "") -> Verdict:
    """Install a plugin with one part and return what the kit says of it."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    stage = dedent(stage).replace("FINDS", '{"acme.finds": "finds.json"}')
    site.plugin(HEAD + stage + foot)
    return judged(site, QUICK, only=only)


def test_an_order_that_hangs_on_the_hash_seed(tmp_path: Path) -> None:
    """What comes out of a set differs from process to process."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(provides=FINDS)
        def acme(doc):
            words = {found.group() for found in re.finditer(r"[a-z]{1,9}", doc.text)}
            return [{"start": 0, "end": 0, "text": "", "note": word} for word in words]
        """,
    )
    assert verdict.failed == ["stage-acme-hash_seeds", "stage-acme-pickles"]
    assert "PYTHONHASHSEED=0 and 1 give different bytes" in verdict.out
    assert "sort what comes out of a set" in verdict.out


def test_a_counter_between_documents(tmp_path: Path) -> None:
    """A second run gives something else: the stage remembers the first."""
    verdict = verdict_on(
        tmp_path,
        """
        COUNT = itertools.count()

        @textflow.stage(provides=FINDS)
        def acme(doc):
            return [{"start": 0, "end": 0, "text": "", "note": next(COUNT)}]
        """,
        only="repeats",
    )
    assert verdict.failed == ["stage-acme-repeats"]
    assert "a second run in one process gives something else" in verdict.out


def test_a_quadratic_pattern(tmp_path: Path) -> None:
    """Spaces before the end of a line are tried from each space anew."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(provides=FINDS)
        def acme(doc):
            return [find(doc, *found.span()) for found in re.finditer(r" +[$]", doc.text)]
        """,
        only="linear_time",
    )
    assert verdict.failed == ["stage-acme-linear_time-spaces"]
    assert "times as much; twice the text may cost 2.5 times the time" in verdict.out


def test_an_exponential_pattern(tmp_path: Path) -> None:
    """It never ends; the kit does."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(provides=FINDS)
        def acme(doc):
            return [find(doc, *found.span()) for found in re.finditer(r"(?:a+)+b", doc.text[:400])]
        """,
        only="linear_time-letters",
    )
    assert verdict.failed == ["stage-acme-linear_time-letters"]
    assert "not done after 10 s with the text 'letters x 2,000'" in verdict.out


def test_an_attempt_to_change_the_document(tmp_path: Path) -> None:
    """The view is frozen; the promise says so beside the crash."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(requires=["sentences"], provides=FINDS)
        def acme(doc):
            for one in doc["sentences"]:
                one["seen"] = True
            return []
        """,
        only="changes_nothing or takes-article",
    )
    assert verdict.failed == ["stage-acme-changes_nothing", "stage-acme-takes-article"]
    assert "it tried to change the document: TypeError" in verdict.out
    assert "copy first, with dict(item) or list(items)" in verdict.out
    assert 'one["seen"] = True' in verdict.out


def test_a_change_behind_the_frozen_view(tmp_path: Path) -> None:
    """Private names lead to the layers themselves; what was there before is compared."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(requires=["sentences"], provides=FINDS)
        def acme(doc):
            doc.layers._layers["sentences"].append({"start": 0, "end": 0, "paragraph": 0})
            return []
        """,
        only="changes_nothing",
    )
    assert verdict.failed == ["stage-acme-changes_nothing"]
    assert "the document is not what it was before the call" in verdict.out


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "return [find(doc, 4, 9) | {'text': doc.text[3:9]}]",
            "'article': /0 says 'ry far', but text[4:9] is 'y far'; return the text that is",
        ),
        ("return [find(doc, 0, 1) | {'note': (1, 2)}]", "/0/note is a tuple; return a list"),
        ("return {'finds': []}", "the result is a dict; return a list of items, or yield them"),
        ("return [find(doc, 0, 1) | {'nota': 1}]", "('nota' was unexpected)"),
        ("return doc.text[0] and []", "text 'empty'"),
    ],
    ids=["offset", "tuple", "dict", "field", "crash"],
)
def test_results_that_the_engine_does_not_take(tmp_path: Path, body: str, message: str) -> None:
    """Each text is a test; the message is the one that a run would give."""
    stage = f"""
    @textflow.stage(provides=FINDS)
    def acme(doc):
        {body}
    """
    verdict = verdict_on(tmp_path, stage, only="takes-article or takes-empty")
    failed = "empty" if "doc.text[0]" in body else "article"
    assert f"stage-acme-takes-{failed}" in verdict.failed
    assert message.replace("text 'empty'", "document 'empty': the stage raised IndexError") in (
        verdict.out
    )


def test_an_import_that_takes_long(tmp_path: Path) -> None:
    """What is slow in the module is paid for by everybody who lists plugins."""
    verdict = verdict_on(
        tmp_path,
        """
        for _ in range(60_000_000):
            pass

        @textflow.stage(provides=FINDS)
        def acme(doc):
            return []
        """,
        only="imports_quickly",
    )
    assert verdict.failed == ["imports_quickly"]
    assert "importing textflow_acme costs" in verdict.out


def test_a_stage_that_cannot_be_sent_to_a_worker(tmp_path: Path) -> None:
    """A function within a function has no name that another process could look up."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(provides=FINDS)
        class acme:
            def __init__(self):
                self.find = lambda doc: []

            def __call__(self, doc):
                return self.find(doc)
        """,
    )
    assert verdict.failed == ["stage-acme-pickles"]
    assert "it cannot be pickled" in verdict.out


def test_a_result_that_hangs_on_the_batch(tmp_path: Path) -> None:
    """The longest text of the batch decides for all."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(batch=True, provides=FINDS)
        def acme(docs):
            most = max(len(doc.text) for doc in docs)
            return [[{"start": 0, "end": 0, "text": "", "note": most}] for doc in docs]
        """,
    )
    assert verdict.failed == ["stage-acme-batch_sizes"]
    assert "alone and in a batch of 7 it gets different results" in verdict.out


def test_a_batch_with_too_few_results(tmp_path: Path) -> None:
    """A run would try each document alone; the kit says what is wrong."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(batch=True, provides=FINDS)
        def acme(docs):
            return [[] for doc in docs][:6]
        """,
        only="batch_sizes",
    )
    assert verdict.failed == ["stage-acme-batch_sizes"]
    assert "got 6 results; return one result a document" in verdict.out


def test_a_batch_that_raises(tmp_path: Path) -> None:
    """Alone each document passes; together they do not."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(batch=True, provides=FINDS)
        def acme(docs):
            assert len(docs) < 64, "too many"
            return [[] for doc in docs]
        """,
        only="batch_sizes",
    )
    assert verdict.failed == ["stage-acme-batch_sizes"]
    assert "a batch of 64 documents raised AssertionError: too many" in verdict.out


def test_a_required_stage_that_fails(tmp_path: Path) -> None:
    """The author learns that it is another stage, and what to do meanwhile."""
    verdict = verdict_on(
        tmp_path,
        """
        @textflow.stage(name="broken", provides={"acme.marks": "finds.json"})
        def broken(doc):
            raise ValueError("no marks today")

        @textflow.stage(requires=["acme.marks"], provides=FINDS)
        def acme(doc):
            return []
        """,
        foot=FOOT.replace("[acme]", "[acme, broken]"),
        only="stage-acme-takes-article",
    )
    assert verdict.failed == ["stage-acme-takes-article"]
    assert "what it requires cannot be made: plugin 'acme', stage 'acme.broken'" in verdict.out
    assert "fix that stage, or set `layers" in verdict.out


def test_a_result_that_hangs_on_what_the_process_did_before(tmp_path: Path) -> None:
    """It remembers the first text it ever saw: in another order it sees another one."""
    verdict = verdict_on(
        tmp_path,
        """
        SEEN = []

        @textflow.stage(provides=FINDS)
        def acme(doc):
            SEEN.append(doc.id)
            return [{"start": 0, "end": 0, "text": "", "note": SEEN[0] == doc.id}]
        """,
        only="pickles and stage or hash_seeds or takes-one_letter",
    )
    assert "stage-acme-hash_seeds" in verdict.failed
    assert "a fresh process gives other bytes than this one" in verdict.out


def test_a_schema_with_a_misspelt_keyword(tmp_path: Path) -> None:
    """The plugin does not load, and nothing else is asked."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    stage = '@textflow.stage(provides={"acme.finds": "bad.json"})\ndef acme(doc):\n    return []\n'
    site.plugin(HEAD + stage + FOOT, files={"bad.json": '{"type": "array", "itmes": {}}'})
    verdict = judged(site)
    assert (verdict.failed, verdict.passed) == (["loads"], 0)
    assert "unknown keyword 'itmes'; fix its spelling or take it out" in verdict.out


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (
            'provides={"acme.finds": "item.json"}',
            "the schema of layer 'acme.finds' is not that of a list",
        ),
        (
            'provides={"acme.finds": "finds.json"}, options="most.json"',
            "its schema has the option 'most', but the function takes none of that name",
        ),
    ],
)
def test_what_the_loader_knows_already(tmp_path: Path, stage: str, message: str) -> None:
    """The plugin does not load; the kit says why."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    source = f"@textflow.stage({stage})\ndef acme(doc):\n    return []\n"
    most = '{"type": "object", "additionalProperties": false, "properties": {"most": {}}}'
    site.plugin(HEAD + source + FOOT, files={"item.json": '{"type": "object"}', "most.json": most})
    verdict = judged(site)
    assert (verdict.failed, verdict.passed) == (["loads"], 0)
    assert message in verdict.out


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ('{"type": "array", "minItems": 1}', "its schema refuses the empty list"),
        ('{"type": "array"}', "its schema does not say that items are objects"),
        (
            '{"type": "array", "items": {"type": "object", "properties": {"start": {}}}}',
            "its items may have a start without an end",
        ),
    ],
    ids=["never empty", "any items", "start alone"],
)
def test_a_layer_schema_that_says_too_little(tmp_path: Path, schema: str, message: str) -> None:
    """It is valid JSON Schema, but not that of a layer."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    stage = '@textflow.stage(provides={"acme.finds": "bad.json"})\ndef acme(doc):\n    return []\n'
    site.plugin(HEAD + stage + FOOT, files={"bad.json": schema})
    verdict = judged(site, only="layers")
    assert verdict.failed == ["stage-acme-layers"]
    assert message in verdict.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("'a.json'", "lets unknown options pass"),
        ("'b.json'", "option 'least': its default 'two' does not fit its own schema"),
        ("'c.json'", "option 'least': its default is 1, but 2 in its schema"),
        ("'e.json'", "option 'least': its signature has it, the schema of its options does not"),
    ],
)
def test_options_that_do_not_agree(tmp_path: Path, options: str, message: str) -> None:
    """Schema, defaults and signature are checked against one another."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    closed = '{"type": "object", "additionalProperties": false, "properties": {%s}}'
    least = '"least": {"type": "integer", "default": %s}'
    files = {
        "a.json": '{"type": "object", "properties": {"least": {}}}',
        "b.json": closed % (least % '"two"'),
        "c.json": closed % (least % "2"),
        "e.json": closed % "",
    }
    stage = f"""
@textflow.stage(provides={{"acme.finds": "finds.json"}}, options={options})
def acme(doc, *, least=1):
    return []
"""
    site.plugin(HEAD + stage + FOOT, files=files)
    verdict = judged(site, only="options")
    assert verdict.failed == ["stage-acme-options"]
    assert message in verdict.out


def test_a_cleaner_that_is_never_done(tmp_path: Path) -> None:
    """Who promises that cleaning twice is cleaning once is checked for it."""
    folder = tmp_path / "site"
    folder.mkdir()
    site = SitePackages(folder)
    stage = """
@textflow.stage(kind="clean")
def acme(doc):
    return [textflow.Edit(0, 1)] if len(doc.text) > 40 else []
"""
    site.plugin(HEAD + stage + FOOT)
    verdict = judged(site, "cleans_once = True", only="cleans_once or raw_map")
    assert verdict.failed == ["stage-acme-cleans_once"]
    assert "cleaning twice is not cleaning once" in verdict.out


@pytest.mark.parametrize(
    ("role", "body", "failed", "message"),
    [
        ("line_sink", "return b'{}'", "takes-article", "its bytes end in b'{}'; end each row"),
        ("line_sink", "return '{}'", "takes-article", "it returned a str; return the bytes"),
        ("line_sink", "return f'{id(given)}\\n'.encode()", "repeats", "a second run"),
        ("line_sink", "given['x'] = 1; return b'\\n'", "takes-article", "it changed the record"),
        ("native_sink", "return b'{}\\n'", "takes-article", "are not those that it promises"),
        ("sink", "return iter(given)", "takes-article", "; write the file at `path`"),
        ("sink", "list(given)", "takes-article", "it wrote nothing at `path`"),
        ("sink", "path.write_text(next(given)['id'])", "takes-no_records", "raised StopIteration"),
        ("sink", "path.write_text(str(id(given)))", "repeats", "a second run"),
        (
            "before_sink",
            "path.write_text('x'); before and before.write_text('y')",
            "takes-article",
            "it changed the file that was there",
        ),
        ("source", "yield given.read().decode()", "takes-every_byte", "raised UnicodeDecodeError"),
        ("source", "yield 'text'", "takes-prose", "it yielded a str; yield textflow.RawDocument"),
        (
            "source",
            "yield textflow.RawDocument(chr(0xd800), given.id, given.uri)",
            "takes-empty",
            "a RawDocument contains text with a lone surrogate",
        ),
        (
            "engine",
            "yield from list(given.run([]))",
            "takes-one_document",
            "it ended after 0 documents and left others unread",
        ),
    ],
)
def test_other_parts(tmp_path: Path, role: str, body: str, failed: str, message: str) -> None:
    """Sources, sinks and engines have a smaller contract of the same kind."""
    heads = {
        "line_sink": "sink(lines=True)",
        "native_sink": "sink(lines=True, native=True)",
        "before_sink": "sink()",
    }
    parameters = {"sink": "given, path", "before_sink": "given, path, before"}.get(role, "given")
    head, role = heads.get(role, f"{role}()"), role.rpartition("_")[2]
    part = f"""
    @textflow.{head}
    def acme({parameters}):
        {body}
    """
    foot = f"\n@textflow.hookimpl\ndef textflow_{role}s():\n    return [acme]\n"
    verdict = verdict_on(tmp_path, part, foot=foot, only=failed)
    assert verdict.failed == [f"{role}-acme-{failed}"]
    assert message in verdict.out


def test_a_plugin_that_gives_nothing(tmp_path: Path) -> None:
    """Most likely the mark of the hook has been forgotten."""
    verdict = verdict_on(tmp_path, "", foot="")
    assert verdict.failed == ["loads"]
    assert "it gives nothing; implement a hook" in verdict.out
