"""Add a language as `docs/add-a-language.md` says: tables in a folder, and no code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from case_files import CASES, read_cases
from checkout import ROOT

HEAD = "# {}\n# Source: written for the test.\n# Licence: Apache-2.0\n\n"
#: Danish, as somebody would begin it who needs an hour: table and class to words.
CLASSES: dict[str, dict[str, str]] = {
    "words": {
        "definite": "den det de",
        "determiner": "en et den det de denne dette disse",
        "be": "er var være været bliver blev blive",
        "have": "har havde have haft",
        "modal": "kan kunne skal skulle vil ville må måtte",
        "infinitive": "at",
        "preposition": "af fra for i med om på til under ved over efter mellem uden mod hos",
        "conjunction": "og eller men",
        "subordinator": "at hvis når da fordi som der",
        "light": "ikke også så nu kun mere meget",
    },
    "endings": {"ordinal": "."},
    "calendar": {
        "month": """januar februar marts april maj juni juli august september oktober november
            december""",
        "weekday": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "published": "opdateret offentliggjort",
        "beside": "d kl",
    },
    "abbreviations": {
        "title": "hr. fr. dr. prof.",
        "inner": "ca. f.eks. bl.a. kl. inkl. vedr.",
        "number": "nr. s. stk.",
        "end": "osv. m.m. m.v.",
        "last": "A/S.",
    },
    "sentences": {
        "starter": "Det Den De Der Han Hun Vi Jeg Men Og I Til Efter Når En Et",
        "within": "den det de en et og at i på med for af til er",
        "opener": "men også derfor desuden alligevel det",
    },
    "page": {"byline": "af", "byline_inner": "og", "picture": "foto", "counted": "kommentarer"},
}
RECORDS: dict[str, list[str]] = {
    "pronouns": [
        "jeg\tsubject\t1\tsingular",
        "vi\tsubject\t1\tplural",
        "vores\tpossessive\t1\tplural",
        "han\tsubject\t3\tsingular\tm",
        "hun\tsubject\t3\tsingular\tf",
        "de\tsubject\t3\tplural",
    ],
    "reporting": [
        "sige\t\tpast:sagde present:siger\ttag quote",
        "spørge\t\tpast:spurgte present:spørger\ttag quote",
        "råbe\t\tpast:råbte present:råber\ttag quote",
    ],
    "furniture": [
        "læs også\tpoints:related heads:related opens_sentence:related",
        "del artiklen\tsure:share",
        "tilmeld dig nyhedsbrevet\topens:newsletter opens_sentence:newsletter",
        "denne side bruger cookies\tholds:cookies holds_sentence:cookies",
        "annonce\tsure:advert",
        "mest læste\theads:related",
    ],
}


def write_tables(folder: Path) -> None:
    """Write the tables of Danish."""
    for table, classes in CLASSES.items():
        rows = [f"{name}\t{word}" for name, words in classes.items() for word in words.split()]
        write_table(folder, table, rows)
    for table, rows in RECORDS.items():
        write_table(folder, table, rows)


def write_table(folder: Path, table: str, rows: list[str]) -> None:
    """Write one table with its head."""
    text = HEAD.format(f"Danish: {table}.") + "\n".join(rows) + "\n"
    (folder / f"{table}.tsv").write_text(text, "utf-8")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Run all cases in one fresh process: label to what was found."""
    folder = tmp_path_factory.mktemp("languages")
    (folder / "da").mkdir()
    write_tables(folder / "da")
    cases = json.loads((CASES / "languages" / "danish.json").read_text("utf-8"))
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, ROOT / "tests" / "danish.py", folder],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    results: list[list[str]] = json.loads(done.stdout)
    return {case["label"]: result for case, result in zip(cases, results, strict=True)}


@pytest.mark.parametrize("case", read_cases("languages", "danish"))
def test_a_folder_alone_makes_a_language(case: dict[str, Any], found: dict[str, list[str]]) -> None:
    """Nothing states that a text is Danish: its words of grammar do."""
    assert found[case["label"]] == case["expect"]
