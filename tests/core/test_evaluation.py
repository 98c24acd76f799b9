"""``textflow eval``: figures that can be counted by hand, and those of the scorers."""

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from articles import article, texts
from evaluation_sets import rows, scorer
from shared_files import needs_shared
from workspaces import Workspace

from textflow.judging.evaluation import Evaluation, Figure, evaluated, looked_up
from textflow.judging.gold.documents import Gold
from textflow.judging.intervals import interval
from textflow.judging.scores import Count

STAGES = "[clean, segment, speakers, {amounts: {kinds: [money, percent]}}]"


def record(name: str, text: str, **layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a record of a text as it was read."""
    size = len(text)
    return {
        "id": name, "text": text, "raw_map": [[0, size, 0, size]], "meta": {},
        "annotations": layers,
    }  # fmt: skip


def gold(one: Mapping[str, Any]) -> Gold:
    """Return a record as gold."""
    return Gold(one["id"], one["text"], one["annotations"], {}, one["raw_map"])


def compared(
    right: Sequence[Mapping[str, Any]], found: Sequence[dict[str, Any]], resamples: int = 0
) -> Evaluation:
    """Return the evaluation of records against others."""
    return evaluated(looked_up(map(gold, right), found), resamples)


def figure(evaluation: Evaluation, layer: str, what: str) -> Figure:
    """Return one figure."""
    return next(one for one in evaluation.figures if (one.layer, one.what) == (layer, what))


def counts(evaluation: Evaluation, layer: str, what: str) -> tuple[int, int, int]:
    """Return gold, found and right."""
    count = figure(evaluation, layer, what).count
    return count.gold, count.found, count.gold_right


def at(text: str, words: str, **fields: Any) -> dict[str, Any]:
    """Return a finding at ``words``."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **fields}


TEXT = "It cost $5 million, or 4 percent of $9, said Ada Lund. Then it fell."


def money(words: str, value: str | None, currency: str | None = "USD") -> dict[str, Any]:
    """Return an amount."""
    return at(TEXT, words, kind="money", value=value, currency=currency)


def test_figures_counted_by_hand() -> None:
    """Exact borders, shared characters, each field, and by kind."""
    right = record("a", TEXT, amounts=[
        money("$5 million", "5000000"), money("$9", "9"),
        at(TEXT, "4 percent", kind="percent", value="4", currency=None),
    ])  # fmt: skip
    found = record("a", TEXT, amounts=[
        money("$5", "5"), money("$9", "9.0", "EUR"), money("4 percent", "4"),
    ])  # fmt: skip
    done = compared([right], [found])
    assert counts(done, "amounts", "exact") == (3, 3, 1)
    assert counts(done, "amounts", "overlap") == (3, 3, 2)
    assert counts(done, "amounts", "value") == (3, 3, 1)
    assert counts(done, "amounts", "currency") == (3, 3, 1)
    assert counts(done, "amounts", "value and currency") == (3, 3, 0)
    assert counts(done, "amounts", "kind percent") == (1, 0, 0)
    assert [one.what for one in done.misses] == ["value", "currency", "missed", "extra"]


def test_what_gold_leaves_open_is_not_judged() -> None:
    """A value or currency that is null in gold fits any."""
    right = record("a", TEXT, amounts=[money("$9", None, None)])
    done = compared([right], [record("a", TEXT, amounts=[money("$9", "9")])])
    assert counts(done, "amounts", "value and currency") == (1, 1, 1)


def quotes(words: str, speaker: str) -> dict[str, list[dict[str, Any]]]:
    """Return the layers of one quotation."""
    mention = {**at(TEXT, "Lund"), "kind": "name"}
    quote = at(TEXT, words, kind="indirect", speaker="s1", mention=None, cue=None, group=0)
    return {
        "quotes": [quote],
        "speakers": [{"id": "s1", "name": speaker, "role": None, "mentions": [mention]}],
    }


def test_quotations_are_compared_by_words() -> None:
    """Marks at the ends do not matter; four of five words are close; any name of theirs fits."""
    right = record("a", TEXT, **quotes("It cost $5 million, or", "Ada Lund"))
    same = record("a", TEXT, **quotes("It cost $5 million, or ", "Lund"))
    near = record("a", TEXT, **quotes("cost $5 million, or", "Bo Lind"))
    done = compared([right], [same])
    assert counts(done, "quotes", "exact") == counts(done, "quotes", "speaker") == (1, 1, 1)
    done = compared([right], [near])
    assert [counts(done, "quotes", what)[2] for what in ("exact", "close", "overlap")] == [0, 1, 1]
    assert all(one.layer != "speakers" for one in done.figures)


def test_records_of_another_cleaning_are_compared_in_the_raw_text() -> None:
    """Both lead there."""
    right = record("a", TEXT, amounts=[money("$9", "9")])
    found = record("a", TEXT[8:], amounts=[at(TEXT[8:], "$9", kind="money", value="9")])
    found["raw_map"] = [[0, len(TEXT) - 8, 8, len(TEXT)]]
    assert counts(compared([right], [found]), "amounts", "exact") == (1, 1, 1)


def test_a_document_without_a_record_has_found_nothing() -> None:
    """It counts, and is named."""
    done = compared([record("a", TEXT, amounts=[money("$9", "9")])], [])
    assert counts(done, "amounts", "exact") == (1, 0, 0)
    assert done.troubles == (("a", "no record has its id"),)


def test_a_layer_nobody_judged_is_not_scored() -> None:
    """In that document; in others it is."""
    right = [record("a", TEXT, amounts=[money("$9", "9")]), record("b", TEXT, quotes=[])]
    found = [record(name, TEXT, amounts=[money("$9", "9")]) for name in "ab"]
    assert counts(compared(right, found), "amounts", "exact") == (1, 1, 1)


def test_intervals_are_drawn_alike_each_time() -> None:
    """And contain the figure; one document has none."""
    chance = random.Random(3)  # noqa: S311 - no secret
    every = [Count(10, 10, right, right) for right in (chance.randint(3, 9) for _ in range(40))]
    whole = Count()
    for one in every:
        whole.add(one)
    low, high = interval(every, 500) or (1.0, 0.0)
    assert interval(every, 500) == (low, high)
    assert low < (whole.f1 or 0) < high
    assert high - low < 0.2
    assert interval(every[:1], 500) is None


@pytest.fixture
def run(workspace: Workspace) -> Workspace:
    """Give the run of a few articles."""
    lines = (json.dumps(line) for line in texts([article(seed) for seed in range(6)]))
    workspace.write("in.jsonl", "\n".join(lines))
    workspace.pipeline(STAGES, "source: in.jsonl\n")
    assert workspace.run().code == 0
    return workspace


def test_a_pipeline_agrees_with_itself(run: Workspace) -> None:
    """Run on the texts of its own records; so do the records themselves."""
    for arguments in (["p.yml"], ["--records", "out.jsonl"]):
        done = run.do("eval", *arguments, "--gold", "out.jsonl", "--json", "--errors")
        told = json.loads(done.out)
        assert done.code == 0
        assert {what["f1"] for layer in told["layers"].values() for what in layer.values()} == {1.0}
        assert (told["documents"], told["errors"]) == (6, [])


def test_errors_are_listed_with_the_text_around(run: Workspace) -> None:
    """What is missed, what is extra, which field is wrong."""
    records = run.records
    amounts = next(
        one["annotations"]["amounts"] for one in records if one["annotations"]["amounts"]
    )
    amounts[0]["value"] = "77"
    records[-1]["annotations"]["quotes"].pop()
    run.write("gold.jsonl", "".join(f"{json.dumps(one)}\n" for one in records))
    done = run.do("eval", "p.yml", "--gold", "gold.jsonl", "--errors")
    assert done.code == 0
    assert "amounts: value is " in done.out
    assert ", gold has 77\n" in done.out
    assert "quotes: extra, " in done.out
    assert f"[{amounts[0]['text']}]" in done.out


def test_gold_that_apply_writes_can_be_scored(run: Workspace) -> None:
    """It has only the layers that people have judged as a whole."""
    line = {"document": "a0", "layer": "quotes", "action": "complete"}
    run.write("c.jsonl", json.dumps(line) + "\n")
    assert run.do("apply", "c.jsonl", "out.jsonl", "-o", "x.jsonl", "--gold", "g.jsonl").code == 0
    told = json.loads(run.do("eval", "p.yml", "--gold", "g.jsonl", "--json").out)
    assert (told["documents"], list(told["layers"])) == (1, ["quotes"])


@pytest.mark.parametrize(
    ("gold_file", "said"),
    [
        ('{"a": 1}\n', "its first line is none of a known format"),
        ('{"text": "a", "label": [[0, 9, "quotes"]]}\n', "a span of 0..9 does not lead to"),
        ('{"text": "a", "label": [[0, 1]]}\n', "a label is [0, 1]"),
        ('[{"data": {}}]', "it has no text under `data`"),
        ("[", "is no gold"),
    ],
)
def test_gold_that_cannot_be_read_is_named(run: Workspace, gold_file: str, said: str) -> None:
    """With what was wanted."""
    run.write("g.jsonl", gold_file)
    done = run.do("eval", "p.yml", "--gold", "g.jsonl")
    assert (done.code, said in done.err) == (5, True)


def test_labels_of_other_names_are_said(run: Workspace) -> None:
    """Those that lead to no layer are an error; --label says what they mean."""
    run.write("g.jsonl", '{"text": "It cost $5.", "label": [[8, 10, "MONEY"]]}\n')
    done = run.do("eval", "p.yml", "--gold", "g.jsonl")
    assert (done.code, "--label MONEY=quotes.direct" in done.err) == (2, True)
    arguments = ("--gold", "g.jsonl", "--label", "MONEY=amounts.money", "--json")
    told = json.loads(run.do("eval", "p.yml", *arguments).out)
    assert told["layers"]["amounts"]["exact"]["f1"] == 1.0


def unrounded(module: Any) -> Any:
    """Let a scorer tell its figures as they are."""
    module.round = lambda number, _digits: number
    return module


def perturbed(items: list[dict[str, Any]], seed: int, size: int) -> list[dict[str, Any]]:
    """Return findings with some lost, moved and added: what a stage might find."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    made = []
    for item in items:
        fate = chance.random()
        if fate < 0.15:
            continue
        start = max(0, item["start"] - (chance.randint(0, 30) if fate < 0.4 else 0))
        end = min(size, item["end"] + (chance.randint(0, 30) if fate > 0.7 else 0))
        made.append({**item, "start": start, "end": end})
    if size > 60 and items:
        start = chance.randrange(size - 50)
        made.append({**items[0], "start": start, "end": start + chance.randint(1, 50)})
    return made


@needs_shared
def test_amounts_equal_the_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact, overlap, strict (value and currency), by kind: to 1e-9."""
    theirs = unrounded(scorer("eval/amounts/score_amounts.py", monkeypatch))
    sides: list[list[dict[str, Any]]] = [[], []]
    keys = ("kind", "value", "currency", "low", "high")
    for number, row in enumerate(rows("eval/amounts/dev.jsonl.gz")):
        right = [
            {**{key: one.get(key) for key in keys}, "start": one["start"], "end": one["end"]}
            for one in row["amounts"]
            if not one.get("ignore")
        ]
        found = perturbed(right, number, len(row["text"]))
        for one in found[::3]:
            one["value"] = "1"
        for one in found[1::4]:
            one["currency"] = "XAU"
        for side, items in zip(sides, (right, found), strict=True):
            side.append(record(f"{number:06d}", row["text"], amounts=items) | {"source": "x"})
    golds = [{**one, "amounts": one["annotations"]["amounts"]} for one in sides[0]]
    total, by, _ = theirs.score(
        golds, {one["id"]: one["annotations"]["amounts"] for one in sides[1]}
    )
    done = compared(*sides)
    pairs = (("exact", "exact"), ("overlap", "overlap"), ("value and currency", "strict"))
    for ours, name in pairs:
        count = figure(done, "amounts", ours).count
        assert (count.precision, count.recall, count.f1) == pytest.approx(
            tuple(total[name][key] for key in ("P", "R", "F1")), abs=1e-9
        )
    for kind, row in by["kind"].items():
        assert figure(done, "amounts", f"kind {kind}").count.f1 == pytest.approx(
            row["overlap"]["F1"], abs=1e-9
        )


NAMES = ("Ada Lund", "Bram Okoro", None)
#: How figures are called here and by the scorer.
RULES = {
    "exact": "exact", "close": "j80", "covered 80 %": "cov80", "covered 30 %": "soft",
    "overlap": "any", "speaker": "e2e_j80",
}  # fmt: skip


def spoken(items: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return quotations, each with one of two speakers, or with none."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [{**one, "speaker": chance.choice(NAMES)} for one in items]


def named(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as the scorer has it."""
    items = [
        {**item, "speaker": None, "speaker_canonical": item["speaker"]}
        for item in one["annotations"]["quotes"]
    ]
    return {**one, "quotes": items}


@needs_shared
def test_quotations_equal_the_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    """All five ways to count, by kind, and speakers where names are full: to 1e-9."""
    theirs = unrounded(scorer("eval/quotes/score_quotes.py", monkeypatch))
    sides: list[list[dict[str, Any]]] = [[], []]
    for number, row in enumerate(rows("eval/quotes/dev.jsonl.gz")):
        right = [
            {key: one[key] for key in ("start", "end", "kind")}
            for one in row["quotes"]
            if not one.get("optional")
        ]
        right = spoken(right, number)
        found = spoken(perturbed(right, number, len(row["text"])), -number)
        for side, items in zip(sides, (right, found), strict=True):
            side.append(record(f"{number:06d}", row["text"], quotes=items))
    score = theirs.score(
        [named(one) for one in sides[0]], {one["id"]: named(one) for one in sides[1]}
    )
    done = compared(*sides)
    for ours, name in RULES.items():
        count = figure(done, "quotes", ours).count
        assert [
            100 * (one or 0) for one in (count.precision, count.recall, count.f1)
        ] == pytest.approx([score[name][key] for key in ("p", "r", "f1")], abs=1e-7)
    for kind in ("direct", "mixed", "indirect"):
        f1 = figure(done, "quotes", f"kind {kind}").count.f1
        assert f1 == pytest.approx(score[f"kind_{kind}"]["f1"] / 100, abs=1e-9)
    speakers = figure(done, "quotes", "speaker if covered").count
    assert speakers.gold == score["speaker_acc"]["n"]
    assert speakers.f1 == pytest.approx(score["speaker_acc"]["acc"] / 100, abs=1e-9)


@needs_shared
def test_sentences_equal_the_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact sentences: to 1e-9."""
    theirs = scorer("eval/segments/score_segments.py", monkeypatch)
    sides: list[list[dict[str, Any]]] = [[], []]
    total = {"stp": 0, "sg": 0, "sp": 0}
    for number, row in enumerate(rows("eval/segments/sentences_dev.jsonl.gz")):
        text = row["text"]
        trimmed = [theirs.trim(text, *span) for span in row["sentences"]]
        right = [{"start": span[0], "end": span[1]} for span in trimmed if span]
        moved = {
            theirs.trim(text, one["start"], one["end"])
            for one in perturbed(right, number, len(text))
        }
        found = [{"start": span[0], "end": span[1]} for span in sorted(filter(None, moved))]
        for side, items in zip(sides, (right, found), strict=True):
            side.append(record(f"{number:06d}", text, sentences=items))
        spans = [[[one["start"], one["end"]] for one in items] for items in (right, found)]
        counted = theirs.doc_counts(text, *spans)
        total = {key: total[key] + counted[key] for key in total}
    ours = figure(compared(*sides), "sentences", "exact").count.f1
    assert ours == pytest.approx(theirs.f1(total["stp"], total["sg"], total["sp"]), abs=1e-9)
