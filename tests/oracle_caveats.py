"""What a row is not whole in, slowly: one month of one municipality after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dashboard.filters import Filters
from dashboard.periods import Period, month_end
from tests.histories import History


def caveat(
    history: History,
    sources: tuple[str, ...],
    filters: Filters,
    code: str,
    period: Period,
    *,
    calendar: bool,
    told: Callable[[str, int], bool] = lambda _place, _month: True,
) -> tuple[bool, int, tuple[int, ...], bool]:
    """cut, municipalities, months, ongoing. calendar: the row is one of the calendar's months, quarters or years.

    told: whether a delivered month of a municipality is known as far as it can be.
    """
    today: dt.date = history["version_info"][0]["as_of"]
    places = filters.municipalities if code == "*" else (code,)
    delivered = {(row["source"], row["municipality_code"], row["month"]) for row in history["coverage"]}
    lacking = [
        (place, month)
        for place in places
        for month in period.months
        if any((source, place, month) not in delivered for source in sources) or not told(place, month)
    ]
    whole = {month for chosen in period.months for month in Period.containing(chosen, filters.interval).months}
    if not calendar:
        whole = set(period.months)
    to_come = [month for month in whole if month_end(month) - dt.timedelta(days=1) > today]
    left_out = [month for month in whole if month not in period.months and month not in to_come]
    months = tuple(sorted({month for _place, month in lacking}))
    return bool(left_out), len({place for place, _month in lacking}), months, bool(to_come)
