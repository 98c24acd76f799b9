"""What a date means, as ISO 8601 says it: no finer than it is stated."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

#: The grain of a date to how it is written; what is said of a part of a day is its day.
_FORMS = {
    "time": "%Y-%m-%dT%H:%M",
    "day": "%Y-%m-%d",
    "week": "%G-W%V",
    "month": "%Y-%m",
    "year": "%Y",
}
_NOTHING = (None, None)


def resolved(
    found: re.Match[str], published: date | None, prefer: str
) -> tuple[str, str] | tuple[None, None]:
    """Return value and grain; nothing where it counts from a day that nobody has stated."""
    if found["absolute"]:
        published = date(2000, 1, 1)  # any day will do
    if published is None:
        return _NOTHING
    if found["weekday"]:  # an article of Monday says "on Monday" of its own day
        published += timedelta(days=1 if prefer == "past" else -1)
    said = _parser(published, prefer).get_date_data(found.group())
    grain = "day" if said.period == "part_of_day" else said.period
    return (f"{said.date_obj:{_FORMS[grain]}}", grain) if said.date_obj else _NOTHING


@lru_cache(maxsize=64)
def _parser(published: date, prefer: str) -> "DateDataParser":
    """Return dateparser for articles of one day; it is imported when the first date is met."""
    from dateparser.date import DateDataParser  # noqa: PLC0415 - heavy

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(published, time(23, 59)),
            "PREFER_DATES_FROM": prefer,
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
