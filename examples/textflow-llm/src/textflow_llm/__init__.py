"""textflow_llm: what a language model finds, each item at the words that it quotes."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import textflow

from textflow_llm.asking import Grounding, again, is_place, question
from textflow_llm.endpoint import Endpoint, EndpointError, Patience
from textflow_llm.kept import Kept

#: The version of textflow's interface for plugins that this is written for.
TEXTFLOW_PLUGIN_API = 1

Found = list[textflow.Item | textflow.Rejected]


@textflow.stage(name="llm", batch=True)
class Llm:
    """Ask a language model for items; those whose words are not in the text are rejected."""

    def __init__(  # noqa: PLR0913 - the options of the stage
        self,
        *,
        layer: textflow.Layer,
        task: str,
        endpoint: str,
        model: str,
        cache: str,
        api_key: str = "",
        prices: list[float] | None = None,
        repairs: int = 1,
        parallel: int = 4,
        attempts: int = 6,
        call_timeout: float = 60,
        wait: float = 1,
        per_minute: float = 0,
    ) -> None:
        """
        Keep the options; nothing is asked before the first document.

        `task` says what to find, for `layer`. `cache` is the folder of what has been paid;
        `prices` are those of a million tokens of question and answer. A wrong item is asked for
        again `repairs` times, and what fails is tried `attempts` times, `wait` seconds apart and
        then ever longer.
        """
        if not is_place(layer.schema.get("items")):
            message = f"items of layer {layer.name!r} need start, end and text: what they quote"
            raise ValueError(message)
        self.prices = prices
        self._layer, self._task, self._repairs = layer, task, repairs
        self._parallel = max(parallel, 1)
        patience = Patience(max(attempts, 1), call_timeout, wait, per_minute)
        self._kept = Kept(cache)
        work = f"{model} {layer.name}"
        self._endpoint = Endpoint((endpoint, model, api_key), patience, self._kept, work)

    def __call__(self, docs: Sequence[textflow.Document]) -> list[Found | EndpointError]:
        """Return the items of each document; several are asked about at the same time."""
        with self._kept, ThreadPoolExecutor(self._parallel) as pool:
            return list(pool.map(self._found, docs))

    def _found(self, doc: textflow.Document) -> Found | EndpointError:
        try:
            return list(self._items(doc.text)) if doc.text.strip() else []
        except EndpointError as error:
            return error

    def _items(self, text: str) -> Iterator[textflow.Item | textflow.Rejected]:
        """Yield the items in their order, then what was rejected; raises EndpointError."""
        grounding = Grounding(text, self._layer.schema)
        asked = question(self._task, self._layer.schema, text)
        kept: dict[str, dict[str, Any]] = {}
        rejected: dict[str, textflow.Rejected] = {}
        for _ in range(1 + max(self._repairs, 0)):
            answer = self._endpoint.items(asked)
            good, wrong = grounding.sorted_out(answer)
            kept |= {json.dumps(item, sort_keys=True): item for item in good}
            rejected |= {json.dumps([one.item, one.reason]): one for one in wrong}
            if not wrong:
                break
            asked = again(asked, answer, wrong)
        yield from sorted(kept.values(), key=lambda item: (item["start"], item["end"]))
        yield from rejected.values()


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stages of this plugin."""
    return [Llm]


@textflow.hookimpl
def textflow_run_started(run: str, pipeline: Mapping[str, Any]) -> None:
    """Note what was paid before."""
    for options in _uses(pipeline):
        with Kept(options["cache"]) as kept:
            kept.began(run)


@textflow.hookimpl
def textflow_manifest(run: str, pipeline: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the run has cost, all that was stopped and went on included."""
    return {options["layer"]: _account(run, options) for options in _uses(pipeline)}


def _uses(pipeline: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the options of each use of the stage."""
    for stage in pipeline["stages"]:
        if isinstance(stage, Mapping) and "llm" in stage:
            yield stage["llm"]


def _account(run: str, options: Mapping[str, Any]) -> dict[str, Any]:
    work = f"{options['model']} {options['layer']}"
    with Kept(options["cache"]) as kept:
        account: dict[str, Any] = kept.account(run, work)
    if prices := options.get("prices"):
        sums = zip((account["tokens_in"], account["tokens_out"]), prices, strict=False)
        account["cost"] = round(sum(tokens * price for tokens, price in sums) / 1_000_000, 6)
    return {"model": options["model"], **account}
