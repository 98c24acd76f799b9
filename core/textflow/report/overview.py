"""The first view: figures over all documents, and charts of them."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
from markupsafe import Markup

from textflow.looking.corpus import Corpus, Speaking
from textflow.looking.deaths import deaths
from textflow.looking.marking import initials, look_of
from textflow.looking.timeline import timeline
from textflow.records import Beside
from textflow.report.charts import Bar, bars, columns, log_scale, over_time

#: Speakers and currencies that are drawn.
_SPEAKERS = 12
_CURRENCIES = 6
#: Documents with that many quotations and more are one column.
_QUOTES = 15


@attrs.frozen
class Voice:
    """One of those who are quoted most."""

    name: str
    label: str
    look: str
    speaking: Speaking


@attrs.frozen
class Overview:
    """What the first view shows."""

    figures: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    chart_speakers: Markup
    chart_money: Markup
    chart_quotes: Markup
    chart_time: Markup
    chart_stages: Markup
    dated: int
    #: Error type and stage to the number of dead letters.
    deaths: tuple[tuple[str, str, int], ...]


def overview(corpus: Corpus, beside: Beside, numbers: Mapping[str, int]) -> Overview:
    """Return the first view; ``numbers`` are those of the speakers by name."""
    voices = [
        Voice(name, initials(name), look_of(numbers.get(name)), speaking)
        for name, speaking in corpus.ranked()[:_SPEAKERS]
    ]
    return Overview(
        figures=tuple(_figures(corpus, beside)),
        voices=tuple(voices),
        chart_speakers=_speakers(voices),
        chart_money=log_scale("Amounts of money by size and currency", _money(corpus)),
        chart_quotes=columns("Documents by their number of quotations", _quotes(corpus)),
        chart_time=over_time("Quotations over time", timeline(corpus.days)),
        chart_stages=_stages(beside.manifest.get("stages", ())),
        dated=sum(documents for documents, _ in corpus.days.values()),
        deaths=tuple(deaths(beside.dead)),
    )


def _figures(corpus: Corpus, beside: Beside) -> list[tuple[str, str]]:
    share = corpus.dropped / ((corpus.characters + corpus.dropped) or 1)
    figures = [
        ("documents", f"{corpus.documents:,}"),
        ("quotations", f"{corpus.layers['quotes']:,}"),
        ("speakers", f"{len(corpus.speakers):,}"),
        ("amounts", f"{corpus.layers['amounts']:,}"),
        ("of the text dropped", f"{share:.1%}"),
        ("dead letters", f"{len(beside.dead):,}"),
    ]
    if beside.filtered:
        figures.append(("filtered", f"{len(beside.filtered):,}"))
    return figures


def percent(share: float | None) -> str:
    """Return a share of one in percent; a dash where there is nothing to share."""
    return "–" if share is None else f"{100 * share:.1f}"  # noqa: RUF001 - no minus


def _speakers(voices: list[Voice]) -> Markup:
    rows = [
        Bar(voice.name, dict(sorted(voice.speaking.kinds.items())), f"{total:,}")
        for voice in voices
        if (total := voice.speaking.kinds.total())
    ]
    return bars("Quotations of those who are quoted most, by kind", rows) if rows else Markup()


def _money(corpus: Corpus) -> dict[str, Counter[Decimal]]:
    ranked = sorted(corpus.money.items(), key=lambda one: (-one[1].total(), one[0]))
    return dict(ranked[:_CURRENCIES])


def _quotes(corpus: Corpus) -> list[tuple[str, int]]:
    most = min(max(corpus.quotes, default=0), _QUOTES)
    sums = Counter[int]()
    for quotes, documents in corpus.quotes.items():
        sums[min(quotes, most)] += documents
    more = max(corpus.quotes, default=0) > most
    names = [str(number) for number in range(most)] + [f"{most}+" if more else str(most)]
    return [(name, sums[number]) for number, name in enumerate(names)]


def _stages(stages: Any) -> Markup:
    rows = [
        Bar(str(one["stage"]), {"time": float(one["seconds"])}, _seconds(float(one["seconds"])))
        for one in stages
    ]
    return bars("Seconds that each stage took", rows, names=110) if rows else Markup()


def _seconds(seconds: float) -> str:
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1_000:.3g} ms"
