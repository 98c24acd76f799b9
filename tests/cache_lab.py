"""
A small corpus that is edited at random, one edit a run, with a cache and without one.

Every run is a copy of this process, so that plugins are imported anew and a kill costs little.
"""

import json
import os
import random
from functools import partial
from pathlib import Path

import attrs
import failpoints
from workspaces import FINDS, SitePackages

PLUGIN = """
import os
import signal
from pathlib import Path
import textflow

FORM = {form}
WORDS = Path(__file__).with_name("words.txt").read_text().split()

def tick():
    left = int(os.environ.get("LAB_CALLS", "0"))
    os.environ["LAB_CALLS"] = str(left - 1)
    if left == 1:
        os.kill(os.getpid(), signal.SIGKILL)

@textflow.stage(kind="clean")
def tidy(doc, *, cut: str = "#"):
    tick()
    at = doc.text.find(cut)
    edits = [textflow.Edit(at, at + 1, "", "mark")] if at >= 0 else []
    return textflow.Cleaning(edits, {{"form": FORM}}) if FORM % 2 else edits

@textflow.stage(kind="filter")
def keep(doc):
    tick()
    return "drop" not in doc.text

@textflow.stage(provides={{"acme.words": "finds.json"}})
def words(doc, *, lists: list[str] = []):
    tick()
    if "fail" in doc.text:
        raise ValueError("fail")
    known = WORDS + [word for path in lists for word in open(path).read().split()]
    for word in known:
        at = doc.text.find(word)
        if at >= 0:
            yield {{"start": at, "end": at + len(word), "text": word, "note": FORM}}

@textflow.hookimpl
def textflow_stages():
    return [tidy, keep, words]
"""
LOCAL = """
from pathlib import Path
import textflow

FORM = {form}
MARKS = (Path(__file__).parent / "marks.txt").read_text().split()

@textflow.stage(requires=["acme.words"], provides={{"mine.marks": "finds.json"}})
def marks(doc, *, note: str = "", most: int = 9):
    found = [word["text"] for word in doc["acme.words"] if word["text"] in MARKS]
    whole = {{"start": 0, "end": 1, "text": doc.text[:1]}}
    return [whole | {{"note": [found[:most], FORM, note, doc.meta.get("title"), len(doc.text)]}}]

@textflow.hookimpl
def textflow_stages():
    return [marks]
"""
RUN = ("run", "p.yml", "-q", "--restart", "--force")
WARM = ("--set", "engine=serial", "--set", "sink=warm.jsonl")
VOCABULARY = ["ant", "bee", "cow", "doe", "elk", "fly", "gnu", "hen", "ibis", "jay"]
DOCUMENTS = 6
_ENDS = ("jsonl", "jsonl.dead.jsonl", "jsonl.filtered.jsonl")


@attrs.define
class CacheLab:
    """The folder, what is written in it, and the chances of its edits."""

    folder: Path
    site: SitePackages
    chance: random.Random
    #: What is edited: text and title of each document, options, forms, word lists.
    texts: list[str] = attrs.field(factory=list)
    titles: list[str] = attrs.field(factory=list)
    options: dict[str, object] = attrs.field(factory=dict)
    forms: dict[str, int] = attrs.field(factory=lambda: {"plugin": 1, "local": 1})
    lists: dict[str, str] = attrs.field(factory=dict)
    kills: int = 0

    @classmethod
    def new(cls, folder: Path, site: SitePackages, seed: int) -> "CacheLab":
        """Write the corpus, and run it once."""
        lab = cls(folder, site, random.Random(seed))  # noqa: S311 - nothing secret
        site.plugin("", files={"words.txt": ""})
        lab.texts = [lab._text() for _ in range(DOCUMENTS)]
        lab.titles = ["A"] * DOCUMENTS
        lab.options = {"cut": "#", "note": "a", "most": 9}
        lab.lists = {"words": "ant bee", "marks": "bee", "more": "cow"}
        lab.write()
        lab.warm_up()
        return lab

    def warm_up(self) -> None:
        """Import here all that runs need but the plugins, so that copies find it there."""
        self._put("warm.txt", "Ant.")
        self._put("warm.yml", '{"textflow": 1, "stages": ["segment"], "cache": "warm"}')
        assert failpoints.again(("run", "warm.yml", "warm.txt", "-q", *WARM)) == 0

    def _text(self) -> str:
        words = self.chance.choices(VOCABULARY, k=self.chance.randrange(1, 5))
        more = self.chance.choices(["", "#", "drop", "fail", "\u2028"], [8, 4, 1, 1, 1])
        return " ".join([*words, *more])

    def _list(self) -> str:
        return " ".join(self.chance.sample(VOCABULARY, self.chance.randrange(1, 4)))

    def write(self) -> None:
        """Write all files as they are now."""
        rows = (
            {"id": f"d{at}", "text": text, "title": title}
            for at, (text, title) in enumerate(zip(self.texts, self.titles, strict=True))
        )
        self._put("in.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
        package = self.site.folder / "textflow_acme"
        (package / "__init__.py").write_text(PLUGIN.format(form=self.forms["plugin"]))
        (package / "words.txt").write_text(self.lists["words"])
        self._put("mine.py", LOCAL.format(form=self.forms["local"]))
        self._put("finds.json", FINDS)
        self._put("marks.txt", self.lists["marks"])
        self._put("more.txt", self.lists["more"])
        found = self.options
        stages = [
            {"acme.tidy": {"cut": found["cut"]}},
            "acme.keep",
            {"acme.words": {"lists": ["more.txt"]}, "on_error": "skip"},
            {"mine.marks": {"note": found["note"], "most": found["most"]}},
        ]
        head = {"textflow": 1, "plugins": ["./mine.py"], "source": "in.jsonl", "stages": stages}
        self._put("p.yml", json.dumps(head | {"sink": "with.jsonl", "engine": "serial"}))

    def _put(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def edit(self) -> str:
        """Change one thing, or nothing; return what."""
        edits = {
            "text": self._edit_text,
            "title": self._edit_title,
            "option": self._edit_option,
            "plugin": partial(self._edit_form, "plugin"),
            "local plugin": partial(self._edit_form, "local"),
            "list of the plugin": partial(self._edit_list, "words"),
            "list of the local plugin": partial(self._edit_list, "marks"),
            "list that an option names": partial(self._edit_list, "more"),
            "nothing": partial(self.texts.copy),
        }
        name = self.chance.choices(list(edits), [6, 2, 4, 2, 2, 2, 2, 2, 1])[0]
        edits[name]()
        self.write()
        return name

    def _edit_text(self) -> None:
        self.texts[self.chance.randrange(DOCUMENTS)] = self._text()

    def _edit_title(self) -> None:
        self.titles[self.chance.randrange(DOCUMENTS)] = self.chance.choice("ABC")

    def _edit_option(self) -> None:
        name = self.chance.choice(["cut", "note", "most"])
        self.options[name] = {"cut": "#ab", "note": "abc", "most": [1, 2, 9]}[name][
            self.chance.randrange(3)
        ]

    def _edit_form(self, name: str) -> None:
        self.forms[name] = self.chance.randrange(1, 5)

    def _edit_list(self, name: str) -> None:
        self.lists[name] = self._list()

    def tried(self, *more: str) -> str:
        """Run with the cache, perhaps killed at first, and without; return what differs."""
        cached = (*RUN, "--set", "cache=kept", *more)
        if self.chance.random() < 0.4:  # many of these runs call few stages
            self.kills += self._run(cached, self.chance.randrange(1, 6)) < 0
        first, second = self._run(cached), self._run((*RUN, "--set", "sink=without.jsonl"))
        if first != second or first not in (0, 1):
            return f"exit codes {first} and {second}"
        wrong = (one for one in _ENDS if self._read("with", one) != self._read("without", one))
        return ", ".join(wrong)

    def _run(self, arguments: tuple[str, ...], calls: int = 0) -> int:
        os.environ["LAB_CALLS"] = str(calls)
        return failpoints.fail(self.folder, arguments, NO_FAULT)

    def _read(self, name: str, end: str) -> bytes:
        path = self.folder / f"{name}.{end}"
        return path.read_bytes() if path.exists() else b""


#: A run in a copy of this process that nothing disturbs.
NO_FAULT = failpoints.Fault("kill", 10**9)
