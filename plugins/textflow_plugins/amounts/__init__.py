"""The amounts stage: sums of money, percentages, numbers and quantities with exact values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import textflow

__all__ = ["amounts", "textflow_stages"]

_NO_CURRENCY: Mapping[str, str] = MappingProxyType({})


@textflow.stage(provides=["amounts"], options="textflow_schemas:options/amounts.json")
def amounts(
    doc: textflow.Document,
    *,
    kinds: Sequence[str] = ("money", "percent"),
    currency: Mapping[str, str] = _NO_CURRENCY,
    language: str = "auto",
    number_format: Literal["auto", "point", "comma"] = "auto",
) -> Iterator[dict[str, Any]]:
    """Yield the amounts of the given ``kinds`` in ``doc``, each with its exact value."""
    from textflow_plugins.amounts.finding import FIELDS, Settings, each_amount  # noqa: PLC0415 - heavy
    from textflow_plugins.languages import language_of  # noqa: PLC0415 - heavy

    stated = doc.meta.get("language")
    tag = stated if isinstance(stated, str) and stated else language
    tag = language_of(doc, tag) if tag == "auto" else tag
    settings = Settings(
        kinds=kinds, currency=currency, language=tag.replace("_", "-"), number_format=number_format
    )
    for amount in each_amount(doc.text, settings):
        said = {name: getattr(amount, name) for name in FIELDS}
        yield {**said, "text": doc.text[amount.start : amount.end]}


@textflow.hookimpl
def textflow_stages() -> list[Callable[..., Any]]:
    """Return the stage of this plugin."""
    return [amounts]
