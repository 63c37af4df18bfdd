"""What `trinvis profile new`, `list` and `check` do, with the readers of files that they need."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table as Grid

from dashboard.cli.common import out, stop
from dashboard.importers import cpr, ledger, visible
from dashboard.importers.given import given
from dashboard.importers.heading_rows import headed
from dashboard.importers.ledger_rows import csv_rows
from dashboard.importers.profiles import contacts, meta
from dashboard.importers.profiles.amounts import each
from dashboard.importers.profiles.apply import apply, lacking, recognised
from dashboard.importers.profiles.propose import Proposal, propose
from dashboard.importers.profiles.reader import OWN_FOLDER, TARGETS, Entry, Shelf, Unusable, read, shelf
from dashboard.importers.profiles.understood import first_rows
from dashboard.importers.profiles.write import toml_text
from dashboard.importers.reading import Sheet
from dashboard.importers.report import Fault, Refused
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.table import understand
from dashboard.importers.wording import SOURCE_NAMES, fault_text, remark_text
from dashboard.language import _
from dashboard.settings import settings

NAMES = {template.name: source for source, template in TARGETS.items()}


def list_profiles() -> None:
    found = _shelf()
    for entry in found.entries:
        whose = _("your own") if entry.own else _("comes with Trinvis")
        tested = "" if entry.profile.tested else " · " + _("not tried on a real export")
        out.print(f"{entry.name} · {entry.profile.title} → {_source(entry)} · {whose}{tested}", markup=False)
        if entry.profile.note:
            out.print(f"  {entry.profile.note}", markup=False)
    _say_unusable(found)


def check_file(file: Path) -> None:
    found = _shelf()
    for sheet in _sheets(file):
        for line in _verdict(sheet, found):
            out.print(line, markup=False)
    _say_unusable(found)


def new_profile(file: Path, kilde: str, to: Path | None) -> None:
    if kilde and kilde not in NAMES:
        stop(_("There is no template {name}. There are: {names}.", name=kilde, names=", ".join(NAMES)))
    sheets = _sheets(file)
    path = to or settings().data_folder / OWN_FOLDER / f"{file.stem}.toml"
    if path.exists():
        stop(_("{file} is there already. Give another with --til.", file=path))
    proposal = _proposed(sheets, NAMES.get(kilde))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml_text(proposal, file.stem, file.stem), encoding="utf-8")
    _show(proposal, path)


def _shelf() -> Shelf:
    return shelf(settings().data_folder)


def _source(entry: Entry) -> str:
    return _(SOURCE_NAMES[entry.profile.source])


def _say_unusable(found: Shelf) -> None:
    for remark in found.remarks:
        out.print(remark_text(remark), markup=False)


def _sheets(file: Path) -> list[Sheet]:
    if cpr.found_in_name(file.name):
        stop(_refusal(Refused("cpr_in_file_name")))
    try:
        return given(file).sheets()
    except Refused as refused:
        first = csv_rows(file) if refused.code == "too_large" else None
        if first is None:
            stop(f"{visible.name(file.name)}: {_refusal(refused)}")
        out.print(_("The file is large: only its first {n} rows were looked at.", n=len(first.head.rows)), markup=False)
        return [first.head]


def _refusal(refused: Refused) -> str:
    return fault_text(Fault("", None, "", refused.code, refused.values))


def _verdict(sheet: Sheet, found: Shelf) -> list[str]:
    start = f"{sheet.name}: " if sheet.name else ""
    if meta.technical_top(sheet) is not None:
        return [start + fault_text(Fault("", None, "", "meta_missing"))]
    if mapped := recognised(sheet, found):
        entry, top = mapped
        asked = ", ".join(entry.profile.recognise.headings)
        said = _("The profile {name} reads it: row {row} has {headings}.", name=entry.name, row=top + 1, headings=asked)
        return [start + said]
    try:
        known = headed(sheet, ALL_TEMPLATES, sheet.name)
    except Refused as refused:
        return [start + _refusal(refused)]
    absent = (
        [cell.values["column"] for cell in understand(sheet, *known).faults if "column" in cell.values] if known else []
    )
    if known and not absent:
        return [start + _("No profile is needed: the headings are those of the template {name}.", name=known[0].name)]
    nearest = [*([(known[0].name, absent)] if known else []), *lacking(sheet, found)]
    missing = [_("{name} lacks {headings}.", name=name, headings=", ".join(names)) for name, names in nearest[:3]]
    return [start + _("No profile reads it. Make one with: trinvis profile new."), *(f"  {line}" for line in missing)]


def _proposed(sheets: list[Sheet], source: str | None) -> Proposal:
    """Of the first sheet that is no empty one."""
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        stop(_refusal(Refused("no_rows")))
    try:
        return propose(filled[0], source, _shelf().entries)
    except Refused as refused:
        stop(_refusal(refused))


def _show(proposal: Proposal, path: Path) -> None:
    source = _(SOURCE_NAMES[proposal.template.source])
    out.print(_("A proposal for {source} stands in {file}. Read it through.", source=source, file=path), markup=False)
    for key, heading in proposal.columns.items():
        out.print(f"  {proposal.template.column(key).heading} ← {heading}", markup=False)
    if proposal.unused:
        out.print("  " + _("Not used: {columns}.", columns=", ".join(proposal.unused)), markup=False)
    for heading, kind in proposal.amounts.items():
        out.print(f"  {_amount()} ← {heading} ({kind})", markup=False)
    for group in proposal.lacking:
        names = " / ".join(column.heading for column in group)
        out.print("  " + _("The column “{column}” is missing.", column=names), markup=False)
    try:
        _show_rows(Entry(path.stem, read(path), True), proposal)
    except Unusable as unusable:
        out.print(remark_text(unusable.remark), markup=False)


def _amount() -> str:
    return ledger.TEMPLATE.column("amount").heading


def _show_rows(entry: Entry, proposal: Proposal) -> None:
    asides = list(each(entry))
    tables = [apply(aside.entry, proposal.sheet, proposal.top) for aside in asides]
    keys = [key for key in proposal.columns if key in tables[0].columns]
    grid = Grid(title=_("The first rows as they are understood"))
    for heading in [*(entry.template.column(key).heading for key in keys), *proposal.amounts]:
        grid.add_column(heading)
    columns = [first_rows(tables[0], keys), *(first_rows(table, ["amount"]) for table in tables if proposal.amounts)]
    for cells in zip(*columns, strict=True):
        grid.add_row(*(text for some in cells for text in some))
    out.print(grid, markup=False)
    faults = [cell for cell in tables[0].faults if cell.heading not in proposal.amounts]  # a row need not have each
    for cell in faults[:5]:
        place = _("row {row}", row=cell.row) + ", " if cell.row else ""
        out.print(f"  {place}{cell.heading}: {fault_text(Fault('', None, '', cell.code, cell.values))}", markup=False)
    if entry.profile.source == contacts.SOURCE:
        out.print(_("Which activities are contacts stands under [only]: take away those that are not."), markup=False)
