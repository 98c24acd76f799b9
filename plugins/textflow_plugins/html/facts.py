"""What a page states about its article: the title, the date, who wrote it, in which section."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from textflow_plugins.html.notes import Item, Notes, texts
from textflow_plugins.html.titles import letters, without_kicker, without_site

# The names are those of Open Graph, schema.org and Dublin Core, and what publishers made of them.
SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
TITLES = ("og:title", "twitter:title", "title", "dc.title")
DATES = ("article:published_time", "og:article:published_time", "datepublished", "date")
DATES_OF_RECORD = ("dc.date.issued", "dcterms.created", "dc.date", "parsely-pub-date")
AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author")
SECTIONS = ("article:section", "og:article:section", "section", "parsely-section")
DESCRIPTIONS = ("description", "og:description", "twitter:description")
LANGUAGES = ("language", "og:locale", "dc.language")
PUBLISHERS = frozenset(["WebSite", "Organization", "NewsMediaOrganization"])
DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: What is no name of a person: an address, a number.
NO_NAME = re.compile(r"https?:|www\.|@|/|^\d+$")
#: So many statements of one kind are compared; a page that names more authors lists authors.
FEW = 30


def facts(said: Notes, headings: Sequence[str]) -> dict[str, Any]:
    """
    Return what a page states: ``title``, ``date``, ``author`` and ``section``.

    The structured data of the article goes before meta elements, which are written
    for networks and search engines.
    """
    known = {
        "title": title(said, headings),
        "date": next(_dates(said), None),
        "author": _authors(said),
        "section": next(_sections(said), None),
    }
    return {name: value for name, value in known.items() if value}


def title(said: Notes, headings: Sequence[str]) -> str:
    """Return the title of the article without the name of the site; of several, one in view."""
    sites = _sites(said)
    stated = [_cut(name, sites, headings) for name in stated_headlines(said)]
    others = [_cut(name, sites, headings) for name in titles(said)]
    shown = {*headings, *others}
    ranked = [*(name for name in stated if name in shown), *stated, *others, *headings]
    if _is_for_search(ranked[:1], [_cut(name, sites, headings) for name in said.titles[:1]]):
        ranked = [*_agreed(headings[:1], others[:1], ranked[0]), *ranked]
    return without_kicker(next(iter(ranked), ""), {*stated, *others})


def _agreed(headings: Sequence[str], names: Sequence[str], stated: str) -> list[str]:
    """Return the headings that are also titles in the head, if other than what is stated."""
    agreed = [name for name in headings if name in names]
    return [name for name in agreed if letters(name) != letters(stated)]


def _is_for_search(stated: Sequence[str], heads: Sequence[str]) -> bool:
    """Return whether the headline in the data is that of the window, which engines show."""
    return bool(stated) and [*map(letters, stated)] == [*map(letters, heads)]


def titles(said: Notes) -> list[str]:
    """Return the titles in the head of the page."""
    return [*said.meta(*TITLES), *said.titles]


def stated_headlines(said: Notes) -> list[str]:
    """Return the headlines in the structured data of the page."""
    return _of_articles(said, "headline")


def descriptions(said: Notes) -> list[str]:
    """Return what the page gives as its description."""
    stated = [*_of_articles(said, "description"), *_of_articles(said, "alternativeHeadline")]
    return [*said.meta(*DESCRIPTIONS), *stated]


def _cut(name: str, sites: Sequence[str], headings: Sequence[str]) -> str:
    return without_site(name, sites, headings)


def _of_articles(said: Notes, key: str) -> list[str]:
    stated = (text for item in said.articles() for text in texts(item.get(key))[:1])
    return list(islice(stated, FEW))


def _sites(said: Notes) -> list[str]:
    """Return the names of the site: its own, its publisher's, its address."""
    publishers = islice((name for item in said.items for name in _publishers(item)), FEW)
    hosts = [_host(address) for address in said.meta("og:url")]
    return [*said.meta(*SITES), *publishers, *hosts]


def _publishers(item: Item) -> list[str]:
    itself = texts(dict(item)) if str(item.get("@type")) in PUBLISHERS else []
    return [*texts(item.get("publisher")), *itself]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _dates(said: Notes) -> Iterator[str]:
    stated = _of_articles(said, "datePublished")
    for text in [*stated, *said.meta(*DATES, *DATES_OF_RECORD)]:
        found = moment(text)
        if found:
            yield found


def moment(text: str) -> str | None:
    """
    Return the moment that ``text`` states where it says its zone, else the day.

    The zone is the page's own: the day is the one that its readers had.

    >>> moment("2024-05-03T23:30:00+0200"), moment("2024-05-03 23:30:00.0"), moment("May")
    ('2024-05-03T23:30:00+02:00', '2024-05-03', None)
    """
    if not DAY.match(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _day(text[:10])
    at = found.isoformat(timespec="seconds")
    return at if found.tzinfo else at[:10]


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _authors(said: Notes) -> list[str]:
    stated = [name for item in said.articles() for name in texts(item.get("author"))]
    names = [name for name in stated or said.meta(*AUTHORS) if not NO_NAME.search(name)]
    return list(dict.fromkeys(names))[:FEW]


def _sections(said: Notes) -> Iterator[str]:
    yield from _of_articles(said, "articleSection")
    yield from said.meta(*SECTIONS)
