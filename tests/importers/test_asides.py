"""A CPR number in a workbook beside its cells refuses the file, wherever Office keeps it, and is never repeated."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from dashboard.importers import check, render

NUMBER = "010107-1234"
Book = openpyxl.Workbook


def _chosen(book: Book, **about: str) -> None:
    rule = DataValidation(type="list", **{"formula1": '"Ja,Nej"', **about})
    rule.add("B2")
    book.active.add_data_validation(rule)


def _chart(book: Book) -> None:
    chart = BarChart()
    chart.title = NUMBER
    book.active.add_chart(chart, "D4")


def _set(book: Book, cell: str, **about: object) -> None:
    for key, value in about.items():
        setattr(book.active[cell], key, value)


# Where it stands, how it comes there, and what the report calls the place.
PLACES: dict[str, tuple[Callable[[Book], object], str]] = {
    "comment": (lambda b: _set(b, "A2", comment=Comment(f"Barn {NUMBER}", "x")), "comment"),
    "who commented": (lambda b: _set(b, "A2", comment=Comment("x", NUMBER)), "comment"),
    "title": (lambda b: setattr(b.properties, "title", NUMBER), "properties"),
    "own property": (lambda b: b.custom_doc_props.append(StringProperty(name="Barn", value=NUMBER)), "properties"),
    "header": (lambda b: setattr(b.active.oddHeader.center, "text", NUMBER), "header"),
    "footer": (lambda b: setattr(b.active.evenFooter.left, "text", NUMBER), "header"),
    "defined name": (lambda b: b.defined_names.add(DefinedName("barn", attr_text=f'"{NUMBER}"')), "formula"),
    "list of choices": (lambda b: _chosen(b, formula1=f'"{NUMBER},Nej"'), "formula"),
    "prompt": (lambda b: _chosen(b, prompt=NUMBER, promptTitle="Barn"), "formula"),
    "formula": (lambda b: _set(b, "C2", value=f'=IF(A2="{NUMBER}",1,2)'), "formula"),
    "rule of format": (
        lambda b: b.active.conditional_formatting.add("A1:B3", FormulaRule(formula=[f'A1="{NUMBER}"'])),
        "formula",
    ),
    "link": (lambda b: _set(b, "A2", hyperlink="mailto:x@example.org?subject=010107%2D1234"), "link"),
    "tip of a link": (
        lambda b: _set(b, "A2", hyperlink=Hyperlink(ref="A2", location="Sager!A1", tooltip=NUMBER)),
        "link",
    ),
    "chart": (_chart, "drawing"),
    "name of a table": (lambda b: b.active.add_table(Table(displayName="T0101071234", ref="A1:B3")), "copy"),
    "name of an empty sheet": (lambda b: b.create_sheet("sager_101071234"), "sheet_name"),
    "name of a sheet with a chart": (lambda b: b.create_chartsheet(NUMBER), "sheet_name"),
    "guide": (lambda b: b.create_sheet("Vejledning").append(["Husk", NUMBER]), "guide"),
}
# Parts that openpyxl does not write, as Office does.
PARTS = {
    "xl/threadedComments/threadedComment1.xml": (f"<ThreadedComments><text>{NUMBER}</text></ThreadedComments>", "comment"),
    "xl/persons/person.xml": (f'<personList><person displayName="{NUMBER}"/></personList>', "comment"),
    "xl/pivotCache/pivotCacheDefinition1.xml": ('<d><sharedItems><s v="0101071234"/></sharedItems></d>', "copy"),
    "xl/externalLinks/_rels/externalLink1.xml.rels": (f'<r><Relationship Target="file:///P/{NUMBER}.xlsx"/></r>', "link"),
    "xl/drawings/drawing1.xml": (f"<wsDr><t>Mor til {NUMBER}</t></wsDr>", "drawing"),
    "customXml/item1.xml": (f"<sag><barn>{NUMBER}</barn></sag>", "properties"),
}  # fmt: skip


def workbook(path: Path, change: Callable[[Book], object]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Sager"
    for row in (["Sagsnr.", "Modtaget"], ["S-1", "01-02-2026"], ["S-2", "01-02-2026"]):
        book.active.append(row)
    change(book)
    book.save(path)
    return path


def refusals(file: Path, tmp_path: Path) -> list[str]:
    report = check([file], data_folder=tmp_path / "data", municipality="657")
    lines = "\n".join(render(report))
    assert "1234" not in lines + repr(report)
    return [fault.code for fault in report.faults if fault.is_error]


@pytest.mark.parametrize("place", PLACES)
def test_a_number_beside_the_cells_refuses_the_workbook(tmp_path: Path, place: str) -> None:
    change, kind = PLACES[place]
    assert refusals(workbook(tmp_path / "sager.xlsx", change), tmp_path) == [f"cpr_in_{kind}"]


@pytest.mark.parametrize("part", PARTS)
def test_a_number_in_what_office_adds_refuses_the_workbook(tmp_path: Path, part: str) -> None:
    file = workbook(tmp_path / "sager.xlsx", lambda book: None)
    content, kind = PARTS[part]
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(part, content)
    assert refusals(file, tmp_path) == [f"cpr_in_{kind}"]


def test_what_else_stands_there_refuses_nothing(tmp_path: Path) -> None:
    def change(book: Book) -> None:
        _set(book, "A2", comment=Comment("Ringet 01-02-2026 kl. 10.30, 12345678", "Team Nord"))
        book.properties.title = "Sager 01.12.2025-31.12.2025"
        book.custom_doc_props.append(StringProperty(name="Id", value="{01010712-3400-4151-8101-071234567890}"))
        _chosen(book, formula1="Sager!$A$1:$A$1048576")
        _set(book, "C2", value='=IF(A2="S-2025-001234",1,2)')

    assert "cpr" not in " ".join(refusals(workbook(tmp_path / "sager.xlsx", change), tmp_path))
