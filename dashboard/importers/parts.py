"""One file of a command as parts: a CSV file is one part, a workbook one for each sheet that is recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.importers import cpr, identity, kinds, ledger, sheets, statbank, surveys_export, visible
from dashboard.importers.across import down, is_across
from dashboard.importers.as_seen import Seen, as_seen
from dashboard.importers.choices import Choices
from dashboard.importers.dst import files as dst
from dashboard.importers.dst.reports import Reports
from dashboard.importers.given import Given, given
from dashboard.importers.heading_rows import headed, in_one_row, nearest
from dashboard.importers.ledger_rows import SheetRows
from dashboard.importers.ledger_stage import Staged, stage, whole_file_faults
from dashboard.importers.marks import column_name
from dashboard.importers.profiles import apply, contacts, ledgers, meta
from dashboard.importers.profiles.apply import recognised
from dashboard.importers.profiles.meta import Names
from dashboard.importers.profiles.reader import Entry, Shelf
from dashboard.importers.reading import Sheet
from dashboard.importers.report import MOST_FAULTS, SEVERITIES, Fault, FileReport, Refused, Remark, shown
from dashboard.importers.sheets import Read
from dashboard.importers.sources import ALL_TEMPLATES, SOURCES
from dashboard.importers.statbank import Published, tables
from dashboard.importers.table import Cell, Said, Table, leak, places_used, understand
from dashboard.importers.template import Template

PUBLISHED = "published"  # the source of Danmarks Statistik's figures, beside those of coverage.source


@dataclass
class Part:
    """One sheet as it was understood; one of table, ledger, contacts, published and reports is set where it was recognised."""

    file: str  # as a report may show it
    sha256: str = ""  # what it is known by when it is delivered again: identity.py
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
    stands: str = ""  # of the sheet as it stands, to the last cell: what a copy of it has too
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
    files = [_opened(given(source), shelf, choices) for source in sources]
    names = meta.names_in([(file.name, file.sheets) for file in files])
    reader = _Reader(choices, shelf, names)
    parts = [part for file in files for part in (file.parts or reader.parts_of(file))]
    for part in parts:
        if part.names_columns and part.names_columns not in names.used:
            part.faults.append(Fault(part.file, None, "", "meta_alone"))
        if choices.decimal and part.stands:
            part.stands = identity.of_texts([part.stands, f"decimaltegn={choices.decimal}"])
    _join_contacts(parts)
    return parts


@dataclass(frozen=True)
class _Opened:
    given: Given
    name: str  # as a report may show it
    sheets: list[Sheet]
    parts: list[Part]  # already understood or refused, without any sheet


def _opened(given: Given, shelf: Shelf, choices: Choices) -> _Opened:
    name = visible.name(given.name)
    if name == cpr.MASK:
        return _Opened(given, name, [], [_refused(name, "cpr_in_file_name")])
    try:
        kinds.refuse_foreign(given.beginning(kinds.LOOKED_AT))
        if dst.recognises(given):
            return _Opened(given, name, [], [_reported(given, name)])
        if given.path is not None and (found := ledgers.of_file(given.path, shelf, choices.decimal)):
            parts = [_ledger(Part(name), read) for read in found]
            _say_unusable(parts, shelf)
            identity.say_whose(parts, given.sha256)
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


def _refused(name: str, code: str, values: Mapping[str, str] | None = None, remarks: Sequence[Remark] = ()) -> Part:
    return Part(name, faults=[Fault(name, None, "", code, values or {})], remarks=list(remarks))


def _leaking(file: str, sheet: Sheet) -> list[Part]:
    """Of a sheet without headings of ours: refused at the first cell that may be a CPR number, named as a spreadsheet does."""
    for number, row in enumerate(sheet.rows, start=1):
        if (place := leak(row)) is not None:
            return [Part(file, faults=[Fault(file, number, column_name(place), "cpr_somewhere")])]
    return []


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
        read = [Read(sheet, self._parts(sheet, file.name, several)) for sheet in file.sheets]
        for sheet, parts in read:
            identity.say_whose(parts, identity.of_cells(sheet))
        parts, remarks = sheets.chosen(read, file.name, self.choices.hidden)
        parts = parts or [self._of_no_template(file)]
        parts[0].remarks = [*parts[0].remarks, *remarks]
        return parts

    def _of_no_template(self, file: _Opened) -> Part:
        code, values = sheets.why_not_recognised(file.sheets)
        if not code and tables.named_in(file.name):
            code, values = "no_such_table", {"tables": ", ".join(tables.TABLES)}
        if not code:
            values = next((said for sheet in file.sheets if (said := nearest(sheet, ALL_TEMPLATES))), {})
            code = "nearest_template" if values else "not_recognised"
        return _refused(file.name, code, values, self.shelf.remarks)

    def _parts(self, sheet: Sheet, file: str, several: bool) -> list[Part]:
        """None of a sheet beside others that is nobody's template: notes and pivots stay where they are."""
        if cpr.found_in_name(sheet.name):
            return [_refused(file, "cpr_in_sheet_name")]
        part = Part(f"{file} › {visible.visible(sheet.name)}" if several else file, remarks=[*sheet.remarks])
        try:
            if meta.is_meta(sheet):
                part.names_columns, part.already_loaded = file, True
                return [part]
            if statbank.recognises(sheet):
                seen = as_seen(sheet, 0, None, self.choices.hidden)
                _read_published(part, seen.sheet, file, self.choices.year)
                _say_seen(part, seen)
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
        surveys = SOURCES["surveys"].template
        sheet = surveys_export.with_questions(surveys_export.with_key(sheet, surveys), surveys)
        mapped = recognised(sheet, self.shelf)
        if not mapped and is_across(sheet) and (parts := self._across(part, sheet)):
            return parts
        sheet = sheet if mapped else in_one_row(sheet, ALL_TEMPLATES)
        found = None if mapped else headed(sheet, ALL_TEMPLATES, part.file)
        if not mapped and not found and (sign := sheets.other_sign(sheet, ALL_TEMPLATES)):
            return [_refused(part.file, "other_sign", {"sign": sign})]
        if not mapped and not found:
            return _leaking(part.file, sheet)
        seen = self._seen(sheet, mapped, found)
        parts = self._understood(part, seen.sheet, mapped, found)
        _say_seen(parts[0], seen)
        if seen.hides:  # what is left out must not hold what may not be sent at all
            parts[0].faults += sheets.private(self._understood(Part(part.file), sheet, mapped, found))
        return parts

    def _across(self, part: Part, sheet: Sheet) -> list[Part]:
        """A ledger whose months stand across; a year that the sheet does not say itself gives it another meaning.

        Nothing where its columns are no months after all.
        """
        seen = as_seen(sheet, 0, None, self.choices.hidden)
        across = down(seen.sheet, part.file, self.choices.year)
        if across is None:
            return []
        if seen.hides and (leaking := _leaking(part.file, sheet)):
            return leaking
        part.sha256 += f"aar={across.year}" if across.year is not None else ""
        staged = stage(across.rows, across.top, decimal=self.choices.decimal)
        staged.headings.faults.extend(across.faults)
        staged.headings.remarks[:0] = across.remarks
        found = _ledger(part, ledgers.Read(staged))
        _say_seen(found, seen)
        return [found]

    def _seen(self, sheet: Sheet, mapped: tuple[Entry, int] | None, found: tuple[Template, int] | None) -> Seen:
        if mapped:
            return as_seen(sheet, mapped[1], apply.places_used(mapped[0], sheet.rows[mapped[1]]), self.choices.hidden)
        assert found is not None
        return as_seen(sheet, found[1], places_used(found[0], sheet.rows[found[1]]), self.choices.hidden)

    def _understood(
        self, part: Part, sheet: Sheet, mapped: tuple[Entry, int] | None, found: tuple[Template, int] | None
    ) -> list[Part]:
        if mapped and mapped[0].template is ledger.TEMPLATE:
            reads = ledgers.of_profile(mapped[0], SheetRows(sheet), mapped[1], self.choices.decimal)
            parts = [_ledger(Part(part.file, part.sha256, remarks=[*part.remarks]), read) for read in reads]
            _say_unusable(parts, self.shelf)
            return parts
        if mapped:
            table = apply.apply(mapped[0], sheet, mapped[1], self.choices.decimal)
        elif found and found[0] is ledger.TEMPLATE:
            return [_ledger(part, ledgers.Read(stage(SheetRows(sheet), found[1], decimal=self.choices.decimal)))]
        else:
            assert found is not None
            table = understand(sheet, *found, Said(self.choices.decimal))
            part.add(list(surveys_export.answers_unread(sheet, found[1], table)))
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


def _say_seen(part: Part, seen: Seen) -> None:
    part.add(seen.faults)
    part.remarks = [*part.remarks, *seen.remarks]


def _join_contacts(parts: Sequence[Part]) -> None:
    """First contact out of the activities, into the case lists of the same command."""
    activities = [(part, part.contacts) for part in parts if part.contacts is not None]
    lists = [(part, part.table) for part in parts if part.source == "cases" and part.table is not None]
    if not activities:
        _say_without_contact(lists)
        return
    first = contacts.first_contacts([table for _part, table in activities])
    for _part, table in lists:
        contacts.fill_in(table, first, activities[0][1].headings.get("day", ""))
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


def _read_published(part: Part, sheet: Sheet, file: str, year: int | None) -> None:
    part.source = PUBLISHED
    part.published = statbank.read(sheet, file, year)
    part.rows_in, part.remarks = part.published.rows_in, part.published.remarks
    part.add(part.published.faults)
