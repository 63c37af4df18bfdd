"""Every month and year of a command held against what the data hold of it: what has to be asked, and what will be done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from dashboard.database.versions import Version
from dashboard.importers.again.budget_lines import budget_lines, insert_lines
from dashboard.importers.again.command import Alike, Numbered
from dashboard.importers.again.compare import HELD, differences, disagreeing, held_spans
from dashboard.importers.again.judge import Before, Verdict, judge
from dashboard.importers.again.kinds import KINDS, LEDGER, Kind, Name, Span, arriving, spans_frame
from dashboard.importers.again.merge import count_once, prepare, twice
from dashboard.importers.context import Context
from dashboard.importers.ledger_sql import Into, insert_cells, register, times_of
from dashboard.importers.ledger_stage import open_connection
from dashboard.importers.template import Rows

MOST_ROWS = 2_000_000  # compared at once: their sums take 200 MB


@dataclass
class Looked:
    """days: by source, what each delivered month or year is described on; parts: the first part that holds it.

    before: what whole deliveries have said of it so far. verdicts: of those that are held. together: sources of which
    several parts hold the same month or year. lines: the budget's lines with their part. twice: what several ledgers
    hold alike, by municipality, function, dranst and grouping, in øre: it is counted once.
    """

    days: dict[Name, dict[Span, dt.date]] = field(default_factory=dict)
    parts: dict[Name, dict[Span, int]] = field(default_factory=dict)
    before: dict[Name, dict[Span, Before]] = field(default_factory=dict)
    verdicts: dict[Name, list[Verdict]] = field(default_factory=dict)
    together: set[Name] = field(default_factory=set)
    alike: list[Alike] = field(default_factory=list)
    lines: pd.DataFrame | None = None
    twice: dict[tuple[str, str, int, str], int] = field(default_factory=dict)

    def contested(self, kind: Kind) -> bool:
        return kind.name in self.together or bool(self.verdicts.get(kind.name))


def look(ledgers: Sequence[Numbered], rows: Rows | None, version: Version | None, context: Context) -> Looked:
    """ledgers: all sound. rows: of the budget's template. version: what counts now and holds own facts, or None."""
    found, command = Looked(), _Command(ledgers, version, context)
    found.lines, of_kinds = budget_lines(ledgers, rows, context)
    found.alike += of_kinds
    holders = {"ledger": _months(ledgers), "budget": _years(found.lines)}
    counts = _counts(ledgers)
    for kind in KINDS:
        held = _held(version, kind)
        spans = holders[kind.name]
        found.parts[kind.name] = {span: min(parts) for span, parts in spans.items()}
        found.days[kind.name] = _days(kind, found, context)
        found.before[kind.name] = {span: held[span] for span in spans if span in held}
        several = {span for span, parts in spans.items() if len(parts) > 1}
        if several:
            found.together.add(kind.name)
        asked = [span for span in spans if span in held or span in several]
        for some in _in_lots(asked, counts if kind is LEDGER else Counter()):
            _compare(found, kind, some, command)
    return found


def _held(version: Version | None, kind: Kind) -> dict[Span, Before]:
    if version is None:
        return {}
    with version.engine.connect() as connection:
        return held_spans(connection, kind)


def _days(kind: Kind, found: Looked, context: Context) -> dict[Span, dt.date]:
    """A ledger is described as the command says; a year's budget as its newest line is."""
    if kind is LEDGER:
        return dict.fromkeys(found.parts["ledger"], context.day)
    assert found.lines is not None
    newest: dict[Span, dt.date] = {}
    for code, year, day in found.lines[["municipality_code", "year", "as_of"]].itertuples(index=False):
        span = Span(code, int(year))
        newest[span] = max(day, newest.get(span, day))
    return newest


def _months(ledgers: Sequence[Numbered]) -> dict[Span, set[int]]:
    """The months booked in, and by which sheets."""
    found: dict[Span, set[int]] = {}
    for one in ledgers:
        times = times_of(one.staged)
        booked = times.loc[times["booked"], ["municipality_code", "month"]].drop_duplicates()
        for code, month in booked.itertuples(index=False):
            found.setdefault(Span(code, int(month)), set()).add(one.sheet)
    return found


def _years(lines: pd.DataFrame) -> dict[Span, set[int]]:
    found: dict[Span, set[int]] = {}
    for code, year, part in lines[["municipality_code", "year", "part"]].itertuples(index=False):
        found.setdefault(Span(code, int(year)), set()).add(int(part))
    return found


def _counts(ledgers: Sequence[Numbered]) -> Counter[Span]:
    counts: Counter[Span] = Counter()
    for one in ledgers:
        times = times_of(one.staged)
        for code, month, n in times.loc[times["booked"], ["municipality_code", "month", "n"]].itertuples(index=False):
            counts[Span(code, int(month))] += n
    return counts


def _in_lots(spans: Sequence[Span], counts: Mapping[Span, int]) -> Iterator[list[Span]]:
    some: list[Span] = []
    rows = 0
    for span in spans:
        if some and rows + counts.get(span, 0) > MOST_ROWS:
            yield some
            some, rows = [], 0
        some.append(span)
        rows += counts.get(span, 0)
    if some:
        yield some


class _Command(NamedTuple):
    ledgers: Sequence[Numbered]
    version: Version | None
    context: Context


def _compare(found: Looked, kind: Kind, spans: list[Span], command: _Command) -> None:
    held = {span: found.days[kind.name][span] for span in spans if span in found.before[kind.name]}
    with open_connection() as driver:
        _empty_tables(driver)
        prepare(driver, kind)
        if kind is LEDGER:
            for one in command.ledgers:
                register(driver, one.staged)
                into = Into(arriving(kind), command.context.day, one.sheet)
                insert_cells(driver, one.staged, into, spans_frame(spans))
        else:
            insert_lines(driver, found.lines, arriving(kind))
        if kind.name in found.together:
            found.alike += _alike(driver, kind)
            if kind is LEDGER:
                _add_twice(found, driver)
            count_once(driver, kind)
        if held and command.version is not None:
            file = str(command.version.engine.url.database).replace("'", "''")
            driver.execute(f"attach '{file}' as {HELD} (read_only)")
            verdicts = [
                judge(one, command.context.choices.again)
                for one in differences(driver, kind, held, found.before[kind.name])
            ]
            found.verdicts.setdefault(kind.name, []).extend(verdicts)
            driver.execute(f"detach {HELD}")


def _empty_tables(driver: Any) -> None:
    """The tables that hold what is delivered, without a row, where there is no version beside."""
    for kind in KINDS:
        names = ", ".join(f'"{column.name}" {column.type}' for column in kind.table.columns)
        driver.execute(f"create table {kind.table.name} ({names})")


def _alike(driver: Any, kind: Kind) -> Iterator[Alike]:
    disagreed = disagreeing(driver, kind)
    yield from (Alike(kind.name, span, (first, second), line) for span, first, second, line in disagreed)
    if not disagreed:
        yield from (Alike(kind.name, span, parts) for span, parts in told_twice(driver, kind))


def _add_twice(found: Looked, driver: Any) -> None:
    rows = driver.execute(
        f"select municipality_code, account_function, dranst, grouping, sum(amount_ore)::bigint {twice(LEDGER)} group by all"
    ).fetchall()
    for *account, ore in rows:
        found.twice[tuple(account)] = found.twice.get(tuple(account), 0) + ore


def told_twice(driver: Any, kind: Kind) -> list[tuple[Span, tuple[int, int]]]:
    """Months or years of which two parts hold an account alike."""
    name = arriving(kind)
    rows = driver.execute(
        f"select distinct a.municipality_code, a.{kind.period}, a.part, b.part from {name} a join {name} b "  # noqa: S608
        f"on a.part < b.part and {kind.same('a', 'b')} and a.as_of = b.as_of order by all"
    ).fetchall()
    return [(Span(code, period), (first, second)) for code, period, first, second in rows]
