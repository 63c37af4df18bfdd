"""What a viewer may choose in a publication, and the table of one measure out of it. Nothing is added up here."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.analysis.intervals import wilson
from dashboard.filters import Choices, Filters
from dashboard.measures import MAIN_CLASSES, SPENDING_CLASSES, MeasureId
from dashboard.periods import Interval, Period
from dashboard.publication.cells import Publication
from dashboard.publication.exchange import beside, received_files
from dashboard.publication.lattice import NATION, published_quarters
from dashboard.publication.store import files, unpacked
from dashboard.publication.surveys import LEFT_OUT
from dashboard.shapes import Table, by_name

Key = tuple[str, str, str, str, str]  # figure, place, period, kind, category
COLUMNS = ("municipality_code", "period", "numerator", "denominator", "value", "lower", "upper", "n", "state")
DEFAULT_MONTHS = 24


class Held:
    """A publication in memory: figures by their key; None is hidden, and what is not there was not delivered."""

    def __init__(self, publication: Publication) -> None:
        self.made = publication.made
        cells = publication.cells
        keys = zip(*(cells[name] for name in ("measure", "figure", "place", "period", "kind", "category")), strict=True)
        shown = (cells["state"] == "ok").tolist()
        values = zip(cells["value"].tolist(), shown, strict=True)
        self._values = {key: value if ok else None for key, (value, ok) in zip(keys, values, strict=True)}

    def figure(self, measure: MeasureId, key: Key) -> tuple[float | None, str]:
        """The figure and its state: ok, suppressed or missing."""
        found = self._values.get((measure, *key), math.nan)
        if found is None or (math.isnan(found) and self._is_of_category(measure, key)):
            return None, "suppressed"
        return (None, "missing") if math.isnan(found) else (found, "ok")

    def _is_of_category(self, measure: MeasureId, key: Key) -> bool:
        """Whether everybody's figure stands there: nobody in a category must not look other than too few in it."""
        figure, place, period, kind, _category = key
        return kind in ("programme", "target_group") and (measure, figure, place, period, "all", "") in self._values


def held(data_folder: Path) -> Held:
    """The publication that counts, and beside it what others have sent. Raises NoPublication or DamagedPublication."""
    paths = [*files(data_folder)[-1:], *received_files(data_folder)]
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=2)
def _read(paths: tuple[tuple[Path, int], ...]) -> Held:
    return Held(beside([unpacked(path.read_bytes()) for path, _written in paths]))


def choices_of(found: Held, home: str) -> Choices:
    """Everything that a publication offers; whole quarters alone. home: the installation's own municipality, or ''."""
    made = found.made
    quarters = published_quarters(made.last_quarter)
    whole = Period(quarters[0], made.last_quarter + 2)
    first = home if home in made.municipalities else next(iter(made.municipalities))
    return Choices(
        municipalities=made.municipalities,
        home=(first,),
        groups=made.groups,
        teams={},
        programmes=made.programmes,
        target_groups=made.target_groups,
        period=whole,
        default_period=Period(max(whole.first, whole.last - DEFAULT_MONTHS + 1), whole.last),
        intervals=("quarter", "year"),
        month_step=3,
        by_team=False,
    )


def table_of(found: Held, measure: MeasureId, filters: Filters, *, nation: bool) -> Table:
    """The published figures of these places, side by side, and where asked of all of them together (NATION)."""
    rows = [row for place in _places(filters, nation) for row in _ROWS[measure](found, filters, place)]
    names = (*COLUMNS, *EXTRA[measure])
    return Table(lambda: by_name(names, rows))


def _places(filters: Filters, nation: bool) -> Iterable[str]:
    return (*filters.municipalities, *((NATION,) if nation else ()))


def _category(filters: Filters) -> tuple[str, str]:
    if filters.programme:
        return "programme", filters.programme
    return ("target_group", filters.target_group) if filters.target_group else ("all", "")


def _periods(filters: Filters) -> list[str]:
    """Whole ones alone: a year is published when its last quarter is."""
    interval: Interval = "year" if filters.interval == "year" else "quarter"
    return [one.key for one in filters.period.split(interval) if one == Period.containing(one.first, interval)]


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _caseload(found: Held, filters: Filters, place: str) -> list[tuple[Any, ...]]:
    kind, category = _category(filters)
    rows = []
    for period in _periods(filters):
        days = Period.from_key(period).days
        cases, state = found.figure("caseload", ("case_days", place, period, kind, category))
        positions, _ = found.figure("caseload", ("fte_milli_days", place, period, "all", ""))
        mean, full_time = _number(cases) / days, _number(positions if kind == "all" else None) / 1000 / days
        rate = mean / full_time if full_time > 0 else math.nan
        if kind == "all" and state == "ok" and not full_time > 0:
            state = "not_estimable"
        rows.append((place, period, mean, full_time, rate if kind == "all" else mean, *_NO_LIMITS, mean, state))
    return rows


_NO_LIMITS = (math.nan, math.nan)


def _share(found: Held, measure: MeasureId, key: tuple[str, str, str, str], names: tuple[str, str]) -> tuple[Any, ...]:
    """numerator, denominator, value, n, state of those who did among those asked about."""
    whole, state = found.figure(measure, (names[0], *key))
    part, part_state = found.figure(measure, (names[1], *key))
    share = _number(part) / whole if whole else math.nan
    return _number(part), _number(whole), share, _number(whole), state if state != "ok" else part_state


def _first_contact(found: Held, filters: Filters, place: str) -> list[tuple[Any, ...]]:
    rows = []
    for period in _periods(filters):
        key = (place, period, *_category(filters))
        part, whole, share, n, state = _share(found, "time_to_first_contact", key, ("received", "within"))
        rows.append((place, period, part, whole, share, *_NO_LIMITS, n, state))
    return rows


def _trust(found: Held, filters: Filters, place: str) -> list[tuple[Any, ...]]:
    """Answers left out: how many, or NaN and `few` (up to nine, perhaps none) or `some` (nobody is told how many)."""
    rows = []
    for period in _periods(filters):
        key = (place, period, *_category(filters))
        part, whole, share, n, state = _share(found, "trust", key, ("coordinator_valid", "coordinator_agree"))
        _answered, _invited, rate, _n, _state = _share(found, "trust", key, ("invited", "invited_answered"))
        limits = wilson(int(part), int(whole)) if state == "ok" else _NO_LIMITS
        out, told = found.figure("trust", (LEFT_OUT, *key))
        few = "few" if key[2] == "all" and place != NATION else "some"
        out, word = (0.0, "") if told == "missing" else (out, "" if told == "ok" else few)
        left = (_number(out), word) if state == "ok" else (math.nan, "")
        rows.append((place, period, part, whole, share, *limits, n, state, rate, *left))
    return rows


def _spending(found: Held, filters: Filters, place: str) -> list[tuple[Any, ...]]:
    rows = []
    for period in _periods(filters):
        persons, _ = found.figure("spending", ("persons", place, period, "all", ""))
        for one in SPENDING_CLASSES:
            ore, state = found.figure("spending", ("amount_ore", place, period, "class", one))
            if state == "ok":  # per child it is always per year
                per = _number(persons) * len(Period.from_key(period).months) / 12 if filters.unit == "child" else 1.0
                rows.append((place, period, ore, per, _number(ore) / per, *_NO_LIMITS, per, state, one))
            elif one in MAIN_CLASSES:  # not delivered, or nobody ever posted anything on it
                rows.append((place, period, *(math.nan,) * 6, "missing", one))
    return rows


_ROWS = {
    "caseload": _caseload,
    "time_to_first_contact": _first_contact,
    "spending": _spending,
    "trust": _trust,
}
EXTRA: dict[MeasureId, tuple[str, ...]] = {
    "caseload": (),
    "time_to_first_contact": (),
    "spending": ("spending_class",),
    "trust": ("response_rate", "left_out", "left_out_word"),
}
