"""Reports of many deliveries as one list of services: of each service the newest report counts, and a cancelled one does not.

The newest is that of the latest period, time and place in the file. So it does not matter in which order deliveries
come or how often: the list is what they say together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import sqlalchemy as sa

from dashboard.database.service_types import by_dst
from dashboard.database.tables import coverage, pseudonym_key, service, service_report
from dashboard.importers.dst.reports import Reports, Service
from dashboard.importers.dst.schema import FORMS
from dashboard.importers.write import content_of, delete_matching, insert_frame
from dashboard.periods import month_key

_STREAMS = {form.system: form.stream for form in FORMS.values()}
_KEPT = [column.name for column in service_report.columns][2:]


def newest(reports: Iterable[Service]) -> list[Service]:
    """One report of each service; where two were delivered at the same moment, always the same of them."""
    found: dict[str, Service] = {}
    for report in reports:
        other = found.get(report.service_id)
        if other is None or _rank(report) > _rank(other):
            found[report.service_id] = report
    return sorted(found.values())


def _rank(report: Service) -> tuple[str, str]:
    return report.delivered, repr(report)


def standing(reports: Sequence[Service]) -> list[Service]:
    """Those that are services now: not cancelled, and not reported anew under another number."""
    renumbered: dict[str, str] = {}
    for report in reports:
        if report.origin_service_id not in ("", report.service_id):
            earlier = renumbered.get(report.origin_service_id, "")
            renumbered[report.origin_service_id] = max(earlier, report.delivered)
    return [r for r in reports if not r.cancelled and renumbered.get(r.service_id, "") <= r.delivered]


def same_child(reports: Iterable[Service]) -> dict[str, str]:
    """Who a child is called now, by each name it was reported under before it had a CPR number of its own."""
    direct = {
        report.origin_child_id: report.child_id
        for report in sorted(reports, key=_rank)
        if report.origin_child_id and report.child_id and report.origin_child_id != report.child_id
    }
    return {name: _last(name, direct) for name in direct}


def _last(name: str, renamed: dict[str, str]) -> str:
    seen = {name}
    while (following := renamed.get(name)) is not None and following not in seen:
        seen.add(following)
        name = following
    return name


def write_reports(connection: sa.Connection, delivered: Reports) -> str:
    """The delivery's reports beside those before it, and the municipality's services anew out of all of them.

    Returns the content hash of the delivery's own.
    """
    code = delivered.municipality
    before = _reports(connection, code)
    before[delivered.system] = newest([*before.get(delivered.system, []), *delivered.rows])
    here = pd.DataFrame({"municipality_code": [code]})
    delete_matching(connection, service_report, here.assign(system=delivered.system))
    frame = pd.DataFrame(before[delivered.system], columns=_KEPT)
    insert_frame(connection, service_report, frame.assign(municipality_code=code, system=delivered.system))
    names = same_child(report for reports in before.values() for report in reports)
    for system, reports in before.items():
        delete_matching(connection, service, here.assign(system=system))
        rows = [_row(code, system, report, names) for report in standing(reports)]
        insert_frame(connection, service, pd.DataFrame(rows, columns=[column.name for column in service.columns]))
    delete_matching(connection, pseudonym_key, here)
    insert_frame(connection, pseudonym_key, here.assign(fingerprint=delivered.fingerprint))
    _cover(connection, delivered, before[delivered.system])
    own = pd.DataFrame(delivered.rows, columns=_KEPT).assign(municipality_code=code, system=delivered.system)
    return content_of(connection, {service_report.name: own})


def _reports(connection: sa.Connection, code: str) -> dict[str, list[Service]]:
    columns = [service_report.c[name] for name in _KEPT]
    select = sa.select(service_report.c.system, *columns).where(service_report.c.municipality_code == code)
    found: dict[str, list[Service]] = {}
    for system, *values in connection.execute(select):
        found.setdefault(system, []).append(Service(*values))
    return found


def _row(code: str, system: str, report: Service, names: dict[str, str]) -> tuple[object, ...]:
    meaning = by_dst(report.source_code, _STREAMS[system])
    child = names.get(report.child_id, report.child_id)
    span = (report.valid_from, report.valid_to)
    return (code, system, report.service_id, "", child, meaning, report.source_code, *span)


def _cover(connection: sa.Connection, delivered: Reports, reports: Sequence[Service]) -> None:
    """The period that was delivered, and the services known from the first of them until then."""
    first = min(month_key(report.valid_from) for report in reports)
    for source, months in ((delivered.system, {delivered.month}), ("services", set(range(first, delivered.month + 1)))):
        here = (coverage.c.source == source) & (coverage.c.municipality_code == delivered.municipality)
        there = set(connection.execute(sa.select(coverage.c.month).where(here)).scalars())
        frame = pd.DataFrame({"month": sorted(months - there)})
        insert_frame(connection, coverage, frame.assign(municipality_code=delivered.municipality, source=source))
