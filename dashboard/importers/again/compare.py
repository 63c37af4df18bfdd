"""Which cells of a month or year are held and which are delivered: one statement over both, in DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.database.tables import coverage, whole_delivery
from dashboard.importers.again.judge import LISTED, Before, Difference, Fate, Line, Tally
from dashboard.importers.again.kinds import Kind, Span, arriving, day_of, spans_frame
from dashboard.importers.report import shown

HELD = "held"  # the version that counts, attached to the connection that compares

_FATE = """case
    when new_said is null and held_on > span_day then 'newer'
    when new_said is null then case when held_ore = 0 then 'nothing' else 'lost' end
    when held_said is null then case when new_ore = 0 then 'nothing' else 'added' end
    when held_on > new_on then 'newer'
    when held_said = new_said then 'same'
    when held_on = new_on then 'tied'
    else 'changed' end"""


def held_spans(connection: sa.Connection, kind: Kind) -> dict[Span, Before]:
    """Every month or year of the source that the version has, and what its whole deliveries said."""
    c, w = coverage.c, whole_delivery.c
    period = c.month if kind.period == "month" else sa.cast(sa.func.floor(c.month / 12), sa.Integer)
    covered = sa.select(c.municipality_code, period).where(c.source == kind.name).distinct()
    found = {Span(code, period): Before() for code, period in connection.execute(covered)}
    said = sa.select(w.municipality_code, w.period, w.whole_on, w.replaced_on).where(w.source == kind.name)
    for code, period, whole_on, replaced_on in connection.execute(said):
        found[Span(code, period)] = Before(whole_on, replaced_on)
    return found


def differences(
    driver: Any, kind: Kind, days: Mapping[Span, dt.date], before: Mapping[Span, Before]
) -> Iterator[Difference]:
    """Of each of these months or years. driver: with `arriving` filled, and the version attached as HELD."""
    tallies, lines = _tallies(driver, kind, days), _lines(driver, kind)
    for span, day in days.items():
        fates: dict[Fate, Tally] = {}
        newest: list[dt.date] = []
        for fate, n, held, new, held_on in tallies.get(span, ()):
            fates[fate] = Tally(n, held, new, lines.get((span, fate), ()))
            newest += [] if held_on is None or held_on.year == 1 else [held_on]
        said = before[span]
        yield Difference(span, day, Before(said.whole_on, said.replaced_on, max(newest, default=None)), fates)


def _tallies(driver: Any, kind: Kind, days: Mapping[Span, dt.date]) -> dict[Span, list[tuple[Any, ...]]]:
    spans = spans_frame(days).assign(span_day=pd.to_datetime(list(days.values())))
    driver.register("spans_now", spans)
    here = f"(from {HELD}.{kind.table.name} h semi join spans_now s on {kind.same_span('h', 's')})"
    driver.execute(
        "create or replace temp table compared as select *, "  # noqa: S608 - names of our own, here and below
        f"{_FATE} as fate from ("
        f"select {', '.join(f'coalesce(h.{name}, a.{name}) as {name}' for name in kind.key)}, h.ore as held_ore, "
        "h.said as held_said, h.day as held_on, a.ore as new_ore, a.said as new_said, a.day as new_on "
        f"from ({kind.cells(here)}) h full join ({kind.cells(arriving(kind))}) a on {kind.same('h', 'a')}) c "
        f"join (select municipality_code as code, period, span_day::date as span_day from spans_now) s "
        f"on s.code = c.municipality_code and s.period = c.{kind.period}"
    )
    driver.unregister("spans_now")
    rows = driver.execute(
        f"select municipality_code, {kind.period}, fate, count(*), coalesce(sum(held_ore), 0)::bigint, "  # noqa: S608
        "coalesce(sum(new_ore), 0)::bigint, max(held_on) from compared group by all"
    ).fetchall()
    found: dict[Span, list[tuple[Any, ...]]] = {}
    for code, period, *tally in rows:
        found.setdefault(Span(code, period), []).append(tuple(tally))
    return found


def _lines(driver: Any, kind: Kind) -> dict[tuple[Span, Fate], Sequence[Line]]:
    """The largest cells that change, by name."""
    rows = driver.execute(
        f"select municipality_code, {kind.period}, fate, {', '.join(kind.cell)}, coalesce(held_ore, 0), coalesce(new_ore, 0) "  # noqa: S608
        "from compared where fate in ('lost', 'added', 'tied', 'changed') qualify row_number() over "
        f"(partition by municipality_code, {kind.period}, fate order by abs(coalesce(held_ore, new_ore)) desc, "
        f"{', '.join(kind.cell)}) <= {LISTED}"
    ).fetchall()
    found: dict[tuple[Span, Fate], list[Line]] = {}
    for code, period, fate, *cell, held, new in rows:
        found.setdefault((Span(code, period), fate), []).append(Line(label(kind, cell), held, new))
    return {
        key: sorted(lines, key=lambda line: (-abs(line.held or line.new), line.label)) for key, lines in found.items()
    }


def label(kind: Kind, cell: Sequence[Any]) -> str:
    """`5.28.21 003, Center 7`: how a report names an account and its cost centre."""
    parts = dict(zip(kind.cell, cell, strict=True))
    words = [parts["account_function"], parts["grouping"], "dranst 2" if parts.get("dranst") == 2 else ""]
    account = " ".join(filter(None, words))
    return account + (f", {shown(parts['cost_centre'])}" if parts.get("cost_centre") else "")


def disagreeing(driver: Any, kind: Kind) -> list[tuple[Span, int, int, Line]]:
    """Cells that two parts of the command tell differently: where, which two, and what each says, the largest first."""
    keys = ", ".join(kind.key)
    says = f"select part, {keys}, {kind.ore} as ore, {kind.said} as said, max({day_of('r')}) as day"
    rows = driver.execute(
        f"with told as ({says} from {arriving(kind)} r group by all) "  # noqa: S608
        f"select a.part, b.part, a.municipality_code, a.{kind.period}, {', '.join(f'a.{name}' for name in kind.cell)}, "
        f"a.ore, b.ore from told a join told b on {kind.same('a', 'b')} and a.part < b.part "
        "and a.day = b.day and a.said <> b.said "
        f"order by abs(a.ore) desc, {', '.join(f'a.{name}' for name in kind.key)} limit {LISTED}"
    ).fetchall()
    return [
        (Span(code, period), first, second, Line(label(kind, cell), ore, other))
        for first, second, code, period, *cell, ore, other in rows
    ]
