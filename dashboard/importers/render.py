"""A report as lines for the terminal: per file its faults, warnings and remarks, and last what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.importers.report import SEVERITY_NAMES, Fault, FileReport, Report
from dashboard.importers.rules import RULES
from dashboard.importers.understood_words import said
from dashboard.importers.wording import SOURCE_NAMES, fault_text, remark_text
from dashboard.language import _, formats, plural


def render(report: Report) -> list[str]:
    """Lines in the reader's language, without colour."""
    lines = [line for file in report.files for line in _file(file)]
    return [*lines, *_understood(report), *_effects(report), _outcome(report)]


def _understood(report: Report) -> Iterator[str]:
    for source, place, figures in said(report.understood):
        yield _("Understood: {source}, {place}", source=_(SOURCE_NAMES[source]), place=place)
        yield from (f"  {name}: {value}" for name, value, _code in figures)


def _file(file: FileReport) -> Iterator[str]:
    heading = [file.file]
    if file.source:
        heading.append(_(SOURCE_NAMES[file.source]))
        heading.append(plural("{n} row", "{n} rows", file.rows_in, n=formats.number(file.rows_in)))
    yield " · ".join(heading)
    yield from (f"  {_place(fault, file.source)}: {fault_text(fault)}" for fault in (*file.faults, *file.information))
    yield from (f"  {_('Note')}: {remark_text(remark)}" for remark in file.remarks)


def _place(fault: Fault, source: str) -> str:
    """`Fejl, række 5, kolonne Modtaget`, or of XML `Fejl, post 5, element INDSATS_KODE`."""
    if source.startswith("dst-"):
        return _place_in_xml(fault)
    words = [_(SEVERITY_NAMES[fault.severity])]
    if fault.row is not None:
        words.append(_("row {row}", row=fault.row))
    if fault.column:
        words.append(_("column {column}", column=fault.column))
    return ", ".join(words)


def _place_in_xml(fault: Fault) -> str:
    words = [_(SEVERITY_NAMES[fault.severity])]
    if fault.row is not None:
        words.append(_("record {row}", row=fault.row))
    if fault.column:
        words.append(_("element {column}", column=fault.column))
    return ", ".join(words)


def _effects(report: Report) -> Iterator[str]:
    """What the rows that were found do to the numbers; nothing where they are refused."""
    if not report.ok:
        return
    counts = Counter[str]()
    for file in report.files:
        counts.update(file.counts)
    for code, n in sorted(counts.items()):
        effect = RULES[code].effect if code in RULES else None
        if effect is not None:
            yield f"{_('Effect')}: {effect.text(n)}"


def _outcome(report: Report) -> str:
    errors = sum(fault.is_error for fault in report.faults)
    if report.outcome == "refused":
        count = plural("{n} error", "{n} errors", errors, n=formats.number(errors))
        return _("{count}. Nothing has been changed. Correct the files and try again.", count=count)
    if report.outcome == "checked":
        return _("No errors. Nothing has been loaded: use trinvis import.")
    if report.outcome == "unchanged":
        return _("The files are already loaded. Nothing has been changed.")
    return _("Loaded. The data are now version {version}.", version=report.version)
