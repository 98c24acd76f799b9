"""``textflow test``: what a pipeline must find, said in part, and what it says if it does not."""

import json
from importlib.resources import as_file, files
from xml.etree import ElementTree as ET

import pytest
from case_files import CASES as FOLDER
from case_files import read_cases
from workspaces import Workspace

STAGES = "[clean, segment, speakers, {amounts: {kinds: [money, percent]}}]"
TEXT = (
    'Ada Lund said the bridge was closed. "We need $5 million," Bram Okoro told reporters. '
    "Prices rose by 4 percent."
)
CASES = f"""\
tests:
  - name: who and how much
    text: |
      {TEXT}
    expect:
      quotes:
        - text: '"We need $5 million,"'
          kind: direct
          speaker: Bram Okoro
          cue: told
        - the bridge was closed
      amounts:
        - {{text: $5 million, kind: money, value: 5000000, currency: USD}}
        - text: 4 percent
          value: "4"
          direction: up
      speakers:
        - {{name: Ada Lund}}
        - name: Bram Okoro
          role: null
    absent:
      quotes:
        - speaker: null
      amounts:
        - kind: number
"""


def tried(workspace: Workspace, cases: str, *arguments: str) -> tuple[int, list[str]]:
    """Run cases in a file of their own; return the exit code and what is printed."""
    workspace.pipeline(STAGES)
    workspace.write("p.test.yml", cases)
    done = workspace.do("test", "p.yml", *arguments)
    return done.code, (done.out + done.err).splitlines()


def test_what_is_found_fits(workspace: Workspace) -> None:
    """Partial items, by their words, speakers by name, numbers by value."""
    assert tried(workspace, CASES) == (0, ["ok    who and how much", "1 case, all ok"])


@pytest.mark.parametrize("row", read_cases("judging", "mutations"))
def test_each_mutated_expectation_fails_in_its_line(
    workspace: Workspace, row: dict[str, str]
) -> None:
    """One change of the cases, one failure, in the very line of what was changed."""
    assert CASES.count(row["old"]) == 1
    mutated = CASES.replace(row["old"], row["new"])
    line = mutated[: mutated.index(row["new"])].count("\n") + 1 + row["new"].count("\n")
    code, lines = tried(workspace, mutated)
    places = [text.strip() for text in lines if text.startswith("  p.test.yml:")]
    assert code == 1
    assert [place.split(":")[1] for place in places] == [str(line)]
    assert row["said"] in "\n".join(lines)


def test_there_are_thirty_mutations() -> None:
    """As many as were promised, each another one."""
    rows = json.loads((FOLDER / "judging" / "mutations.json").read_text("utf-8"))
    every = {(row["old"], row["new"]) for row in rows}
    assert len(every) >= 30


def test_the_nearest_item_is_shown(workspace: Workspace) -> None:
    """With each field that is otherwise, as wanted and as found."""
    mutated = CASES.replace("value: 5000000, currency: USD", "value: 6000000, currency: EUR")
    _, lines = tried(workspace, mutated)
    assert lines[1:7] == [
        "  p.test.yml:13:43: amounts: not found: '$5 million'",
        f"    nearest: at {TEXT.index('$5')}: '$5 million'",
        "      value: wanted 6000000",
        "             found  '5000000'",
        "      currency: wanted 'EUR'",
        "                found  'USD'",
    ]


def test_each_expected_item_takes_a_found_one(workspace: Workspace) -> None:
    """What is asked for twice must be there twice."""
    cases = "tests: [{name: a, text: It cost $5., expect: {amounts: [{value: 5}, {value: 5}]}}]\n"
    code, lines = tried(workspace, cases)
    assert code == 1
    assert "amounts: found once less than wanted: value 5" in lines[1]


def test_the_less_choosy_expectation_gives_way(workspace: Workspace) -> None:
    """An item that fits two is left to the one that has no other."""
    cases = (
        "tests: [{name: a, text: It cost $5 or €6., "
        "expect: {amounts: [{kind: money}, {currency: USD}]}}]\n"
    )
    assert tried(workspace, cases)[0] == 0


def test_an_empty_list_wants_nothing(workspace: Workspace) -> None:
    """It fails where anything is found."""
    cases = "tests: [{name: a, text: It cost $5., expect: {amounts: [], quotes: []}}]\n"
    code, lines = tried(workspace, cases)
    assert (code, lines[1:3]) == (
        1,
        ["  p.test.yml:1:47: amounts: nothing wanted, 1 found", "    found: '$5'"],
    )


def test_tests_within_the_pipeline_run_too(workspace: Workspace) -> None:
    """Those inside come before those beside it."""
    workspace.pipeline(STAGES, "tests: [{name: inside, text: No., expect: {quotes: []}}]\n")
    workspace.write("p.test.yml", "tests: [{name: beside, text: No., expect: {quotes: []}}]\n")
    assert workspace.do("test", "p.yml").out.splitlines()[:2] == ["ok    inside", "ok    beside"]
    assert workspace.do("test", "p.yml", "--case", "beside").out.splitlines()[0] == "ok    beside"


def test_a_file_is_read_as_a_run_reads_it(workspace: Workspace) -> None:
    """HTML through the stage that its source implies; the path is relative to the tests."""
    workspace.write(
        "more/page.html", "<html><body><p>It cost $5 in the end, they said.</p></body></html>"
    )
    workspace.pipeline(STAGES, name="more/p.yml")
    workspace.write(
        "more/p.test.yml", "tests: [{name: a, file: page.html, expect: {amounts: [{value: 5}]}}]\n"
    )
    assert workspace.do("test", "more/p.yml").code == 0


def test_a_document_that_dies_fails_its_case(workspace: Workspace) -> None:
    """And the message of its dead letter says why."""
    workspace.site.plugin(
        """
        import textflow

        @textflow.stage(provides={"acme.finds": "finds.json"}, name="acme.finds")
        def finds(doc):
            raise ValueError("no luck")

        @textflow.hookimpl
        def textflow_stages():
            return [finds]
        """
    )
    workspace.pipeline("[acme.finds]")
    workspace.write("p.test.yml", "tests: [{name: a, text: One., expect: {acme.finds: []}}]\n")
    done = workspace.do("test", "p.yml")
    assert done.code == 1
    assert "no record: plugin 'acme', stage 'acme.finds', document 'a'" in done.out
    assert "no luck" in done.out


@pytest.mark.parametrize("row", read_cases("judging", "slips"))
def test_slips_in_tests_are_errors(workspace: Workspace, row: dict[str, str]) -> None:
    """Each with its place: a misspelt field would be absent for ever."""
    code, lines = tried(workspace, row["tests"])
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(row["said"])


def test_a_pipeline_without_tests_says_where_they_go(workspace: Workspace) -> None:
    """Nothing that was run is no success."""
    workspace.pipeline(STAGES)
    done = workspace.do("test", "p.yml")
    assert done.code == 2
    assert "p.yml has no tests: write some under `tests:` in it, or in p.test.yml" in done.err


def test_junit_is_xml_that_says_the_same(workspace: Workspace) -> None:
    """Whatever characters the document holds."""
    cases = CASES.replace("currency: USD", 'currency: "<&\\x1b"')
    assert tried(workspace, cases, "--junit", "out/j.xml")[0] == 1
    suite = ET.fromstring(workspace.text("out/j.xml")).find("testsuite")  # noqa: S314 - ours
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    said = suite.findtext("testcase/failure") or ""
    assert said.startswith("p.test.yml:13:")
    assert "wanted '<&\\x1b'" in said


def test_update_writes_cases_that_pass(workspace: Workspace) -> None:
    """Beside the ones that failed, which stay as they are."""
    cases = CASES.replace("Bram Okoro", "Bram Oko", 1).replace("value: 5000000", "value: 5")
    assert tried(workspace, cases, "--update")[0] == 1
    assert workspace.text("p.test.yml") == cases
    found = workspace.text("p.test.found.yml")
    assert found.startswith("# What `textflow test --update` has found. Read it")
    workspace.write("p.test.yml", found.replace("Bram Oko\n", "Bram Okoro\n"))
    done = workspace.do("test", "p.yml")
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 case, all ok")


def test_update_escapes_what_yaml_does_not_take(workspace: Workspace) -> None:
    """What is written is read back to the same text."""
    text = "It cost \\u2028 $5 \\u202e \\x85 \\U0001f600."
    workspace.pipeline("[segment, amounts]")
    workspace.write(
        "p.test.yml", f'tests: [{{name: a, text: "{text}", expect: {{amounts: ["$5"]}}}}]\n'
    )
    assert workspace.do("test", "p.yml", "--update").code == 0
    (workspace.folder / "p.test.found.yml").replace(workspace.folder / "p.test.yml")
    assert workspace.do("test", "p.yml").code == 0


def test_init_writes_tests_that_pass(workspace: Workspace) -> None:
    """They show how to write others."""
    assert workspace.do("init").code == 0
    assert workspace.do("test", "pipeline.yml").out.splitlines()[-1] == "2 cases, all ok"


def test_the_shipped_pipelines_pass_their_tests(workspace: Workspace) -> None:
    """Every one has some."""
    with as_file(files("textflow_pipelines")) as folder:
        shipped = [one for one in folder.glob("*.yml") if not one.name.endswith(".test.yml")]
        assert shipped
        assert [workspace.do("test", str(one)).code for one in shipped] == [0] * len(shipped)
