"""One file of a command as parts: a CSV file is one part, a workbook one for each sheet that is recognised."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.importers import cpr, ledger, statbank, surveys_export
from dashboard.importers.choices import Choices
from dashboard.importers.dst import files as dst
from dashboard.importers.dst.reports import Reports
from dashboard.importers.given import Given, given
from dashboard.importers.ledger_rows import SheetRows
from dashboard.importers.ledger_stage import Staged, stage, whole_file_faults
from dashboard.importers.profiles import contacts, ledgers, meta
from dashboard.importers.profiles.apply import apply, recognised
from dashboard.importers.profiles.meta import Names
from dashboard.importers.profiles.reader import Entry, Shelf
from dashboard.importers.reading import Sheet
from dashboard.importers.report import MOST_FAULTS, SEVERITIES, Fault, FileReport, Refused, Remark, shown
from dashboard.importers.sources import ALL_TEMPLATES, SOURCES
from dashboard.importers.statbank import Published
from dashboard.importers.table import Cell, Table, headed, understand

PUBLISHED = "published"  # the source of Danmarks Statistik's figures, beside those of coverage.source


@dataclass
class Part:
    """One sheet as it was understood; one of table, ledger, contacts, published and reports is set where it was recognised."""

    file: str  # as a report may show it
    sha256: str = ""  # of the whole file
    source: str = ""
    rows_in: int = 0
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    table: Table | None = None
    contacts: Table | None = None  # activities, which complete the case lists of the command
    ledger: Staged | None = None  # instead of table, for its rows are too many for lists
    published: Published | None = None
    reports: Reports | None = None  # of a delivery to Danmarks Statistik
    sheet: str = ""  # of a ledger with amounts side by side, what its parts are read from
    profile: str = ""  # the mapping profile that it was read with
    names_columns: str = ""  # the file's own name where it is a meta file
    already_loaded: bool = False
    unlisted: Counter[str] = field(default_factory=Counter)  # faults of rows beyond those in faults, by code
    content_hash: str = ""  # of the facts that the source's files of one command held together, once written

    def add(self, cells: list[Cell]) -> None:
        self.faults += [Fault(self.file, cell.row, cell.heading, cell.code, cell.values) for cell in cells]

    def report(self) -> FileReport:
        in_order = sorted(self.faults, key=lambda fault: (SEVERITIES.index(fault.severity), fault.row or 0))
        faults = [fault for fault in in_order if fault.severity != "info"]
        left = len(faults[MOST_FAULTS:]) + self.unlisted.total()
        more = (Remark("more_faults", {"count": str(left)}),) if left > 0 else ()
        counts = self.unlisted.copy()
        for fault in in_order:
            counts[fault.code] += fault.n
        return FileReport(
            self.file,
            self.source,
            self.rows_in,
            tuple(faults[:MOST_FAULTS]),
            (*self.remarks, *more),
            tuple(fault for fault in in_order if fault.severity == "info")[:MOST_FAULTS],
            counts,
            self._places(),
        )

    def _places(self) -> frozenset[str]:
        whole = self.reports or self.ledger
        rows = [] if self.table is None else self.table.columns["municipality"]
        return frozenset(code for code in (*rows, whole.municipality if whole is not None else None) if code)


def read_all(sources: Sequence[Path | Given], choices: Choices, shelf: Shelf) -> list[Part]:
    """The parts of every file of a command. Never raises for what is in them: it stands as a fault in a part."""
    files = [_opened(given(source), shelf) for source in sources]
    names = meta.names_in([(file.given, file.sheets) for file in files])
    reader = _Reader(choices, shelf, names)
    parts = [part for file in files for part in (file.parts or reader.parts_of(file))]
    for part in parts:
        if part.names_columns and part.names_columns not in names.used:
            part.faults.append(Fault(part.file, None, "", "meta_alone"))
    _join_contacts(parts)
    return parts


@dataclass(frozen=True)
class _Opened:
    given: Given
    name: str  # as a report may show it
    sheets: list[Sheet]
    parts: list[Part]  # already understood or refused, without any sheet


def _opened(given: Given, shelf: Shelf) -> _Opened:
    name = given.name
    if cpr.found_in_name(name):
        return _Opened(given, cpr.MASK, [], [_refused(cpr.MASK, "cpr_in_file_name")])
    try:
        if dst.recognises(given):
            return _Opened(given, name, [], [_reported(given, name)])
        if given.path is not None and (found := ledgers.of_file(given.path, shelf)):
            parts = [_ledger(Part(name), read) for read in found]
            _say_unusable(parts, shelf)
            _say_whose(parts, given.sha256)
            return _Opened(given, name, [], parts)
        return _Opened(given, name, given.sheets(), [])
    except Refused as refused:
        return _Opened(given, name, [], [_refused(name, refused.code, refused.values)])


def _ledger(part: Part, read: ledgers.Read) -> Part:
    staged, aside = read
    part.ledger, part.source, part.rows_in = staged, ledger.TEMPLATE.source, staged.rows_in
    part.remarks += staged.headings.remarks
    if aside is not None:
        part.sheet, part.file = part.file, part.file + (f" › {shown(aside.heading)}" if aside.heading else "")
        _say_profile(part, aside.whole)  # corrected for one column, each is read anew: they hang together
        part.sha256 += aside.heading
    part.add(list(whole_file_faults(staged)))
    return part


def _say_profile(part: Part, entry: Entry) -> None:
    part.profile = entry.name
    part.sha256 += entry.profile.model_dump_json()  # a corrected profile gives the same file another meaning


def _say_unusable(parts: Sequence[Part], shelf: Shelf) -> None:
    """Where a profile was used, which others could not be; once for a sheet."""
    if parts[0].profile:
        parts[0].remarks += shelf.remarks


def _say_whose(parts: Sequence[Part], digest: str) -> None:
    """digest: of the file; what a part's own sha256 says so far, beside it."""
    for part in parts:
        part.sha256 = fingerprint(digest, part.sha256) if part.sha256 else digest


def _refused(name: str, code: str, values: Mapping[str, str] | None = None, remarks: Sequence[Remark] = ()) -> Part:
    return Part(name, faults=[Fault(name, None, "", code, values or {})], remarks=list(remarks))


def _reported(given: Given, name: str) -> Part:
    """Raises Refused where it is no delivery, or where there is no key to take it in with."""
    reports, digest = dst.read(given, name)
    return Part(
        name, digest, reports.system, reports.rows_in, list(reports.faults), list(reports.remarks), reports=reports
    )


@dataclass(frozen=True)
class _Reader:
    """What the reading of a sheet hangs on beside the sheet."""

    choices: Choices
    shelf: Shelf
    names: Names

    def parts_of(self, file: _Opened) -> list[Part]:
        several = len(file.sheets) > 1
        parts = [part for sheet in file.sheets for part in self._parts(sheet, file.name, several)]
        _say_whose(parts, file.given.sha256)
        return parts or [_refused(file.name, "not_recognised", remarks=self.shelf.remarks)]

    def _parts(self, sheet: Sheet, file: str, several: bool) -> list[Part]:
        """None of a sheet beside others that is nobody's template: notes and pivots stay where they are."""
        if cpr.found_in_name(sheet.name):
            return [_refused(file, "cpr_in_sheet_name")]
        part = Part(f"{file} › {sheet.name}" if several else file)
        try:
            if meta.is_meta(sheet):
                part.names_columns, part.already_loaded = file, True
                return [part]
            if statbank.recognises(sheet):
                _read_published(part, sheet, file, self.choices.year)
                return [part]
            return self._read_table(part, self._named(part, sheet, file))
        except Refused as refused:
            part.faults.append(Fault(part.file, None, "", refused.code, refused.values))
            return [part]

    def _named(self, part: Part, sheet: Sheet, file: str) -> Sheet:
        """The sheet with the own names of its columns. Raises Refused where the file that has them is not there."""
        top = meta.technical_top(sheet)
        if top is None:
            return sheet
        name, names = self.names.of(file)
        part.remarks.append(Remark("columns_named", {"file": name}))
        part.sha256 = repr(sorted(names.items()))
        return meta.named(sheet, top, names)

    def _read_table(self, part: Part, sheet: Sheet) -> list[Part]:
        sheet = surveys_export.with_key(sheet, SOURCES["surveys"].template)
        mapped, found = recognised(sheet, self.shelf), headed(sheet, ALL_TEMPLATES)
        if mapped and mapped[0].template is ledger.TEMPLATE:
            reads = ledgers.of_profile(mapped[0], SheetRows(sheet), mapped[1])
            parts = [_ledger(Part(part.file, part.sha256, remarks=[*part.remarks]), read) for read in reads]
            _say_unusable(parts, self.shelf)
            return parts
        if mapped:
            table = apply(mapped[0], sheet, mapped[1])
        elif found and found[0] is ledger.TEMPLATE:
            return [_ledger(part, ledgers.Read(stage(SheetRows(sheet), found[1])))]
        elif found:
            table = understand(sheet, *found)
        else:
            leaked = any(cpr.found_in(cell) for row in sheet.rows for cell in row if cell is not None)
            return [_refused(part.file, "cpr_somewhere")] if leaked else []
        part.source, part.rows_in = table.template.source, len(table.numbers)
        part.remarks += table.remarks
        if mapped:
            _say_profile(part, mapped[0])
            _say_unusable([part], self.shelf)
        part.add(table.faults)
        if part.source == contacts.SOURCE:
            part.contacts = table
        else:
            part.table = table
        return [part]


def _join_contacts(parts: Sequence[Part]) -> None:
    """First contact out of the activities, into the case lists of the same command."""
    activities = [(part, part.contacts) for part in parts if part.contacts is not None]
    lists = [(part, part.table) for part in parts if part.source == "cases" and part.table is not None]
    if not activities:
        _say_without_contact(lists)
        return
    first = contacts.first_contacts([table for _part, table in activities])
    for part, table in lists:
        contacts.fill_in(table, first, activities[0][1].headings.get("day", ""))
        part.sha256 = fingerprint(part.sha256, *(other.sha256 for other, _table in activities))
    known = {case for _part, table in lists for case in table.columns["case"]}
    for part, table in activities:
        if not lists:
            part.faults.append(Fault(part.file, None, "", "contacts_without_cases"))
        elif strangers := {case for case in table.columns["case"] if case is not None} - known:
            part.remarks.append(Remark("contacts_of_others", {"count": str(len(strangers))}))


def _say_without_contact(lists: Sequence[tuple[Part, Table]]) -> None:
    """A system's list without a column for first contact: the measure would call every family waiting."""
    for part, table in lists:
        if part.profile and "contact" not in table.headings:
            part.faults.append(Fault(part.file, None, "", "without_contacts", severity="warning"))


def fingerprint(*said: str) -> str:
    """Of a file whose meaning also hangs on something that stands or was said beside it."""
    return hashlib.sha256(" ".join(said).encode()).hexdigest()


def _read_published(part: Part, sheet: Sheet, file: str, year: int | None) -> None:
    part.source = PUBLISHED
    part.published = statbank.read(sheet, file, year)
    part.rows_in, part.remarks = part.published.rows_in, part.published.remarks
    part.add(part.published.faults)
