"""A table of StatBank as files in a folder, each written whole or not at all; importing them is another matter."""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.importers.statbank.api import Client
from dashboard.importers.statbank.metadata import TableInfo, looks_like_data, table_info
from dashboard.importers.statbank.problem import Problem
from dashboard.importers.statbank.selection import Selection, Wish, chosen, pieces
from dashboard.importers.statbank.tables import TABLES

Kind = Literal["csv", "bulk", "jsonstat"]
ENDINGS: dict[Kind, str] = {"csv": "csv", "bulk": "csv", "jsonstat": "json"}
Progress = Callable[[int, int], None]  # files that are there, of how many


@dataclass(frozen=True)
class Order:
    """One table, and what of it: the questions are as many as the limit of cells makes them."""

    info: TableInfo
    kind: Kind
    questions: tuple[Selection, ...]


def order(client: Client, table_id: str, kind: Kind, limit: int, wish: Wish) -> Order:
    """What would be fetched. Raises Problem."""
    info = table_info(client, table_id)
    selection = chosen(info, TABLES.get(info.table_id), wish)
    return Order(info, kind, tuple(pieces(selection, info.time.variable, limit)))


def fetch(client: Client, wanted: Order, folder: Path, progress: Progress) -> list[Path]:
    """The files, named after the table and its years: what was fetched before under the same name is replaced.

    Raises Problem; the files that were finished by then stay, and each is whole.
    """
    found = []
    for number, (path, question) in enumerate(zip(_paths(wanted, folder), wanted.questions, strict=True), start=1):
        content = client.ask("data", _question(wanted, question))
        looks_like_data(content, wanted.kind)
        if wanted.kind == "bulk":
            content = _completed(content, wanted.info, question)
        _write(path, content)
        found.append(path)
        progress(number, len(wanted.questions))
    return found


def _question(wanted: Order, selection: Selection) -> dict[str, object]:
    return {
        "table": wanted.info.table_id,
        "format": wanted.kind.upper(),
        "valuePresentation": "CodeAndValue",
        **({"delimiter": "Semicolon"} if wanted.kind != "jsonstat" else {}),
        "variables": [{"code": variable, "values": list(codes)} for variable, codes in selection.items()],
    }


def _paths(wanted: Order, folder: Path) -> Iterator[Path]:
    time = wanted.info.time.variable
    spans = [f"{question[time][0][:4]}-{question[time][-1][:4]}" for question in wanted.questions]
    for number, span in enumerate(spans):
        first, last = span.split("-")
        years = first if first == last else span
        part = f"_{spans[:number].count(span) + 1}" if spans.count(span) > 1 else ""
        yield folder / f"{wanted.info.table_id.lower()}_{years}{part}.{ENDINGS[wanted.kind]}"


def _completed(content: bytes, info: TableInfo, selection: Selection) -> bytes:
    """A streamed answer with the rows that it leaves out: their figure is the table's suppressed value, mostly 0.

    Danmarks Statistik: a combination that is not there is that value, and one that is there without a figure (`..`)
    is missing. Without these rows nobody could tell a zero from what was never asked for.
    """
    if not info.suppressed:
        return content
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    position = {heading.upper(): place for place, heading in enumerate(headings)}
    try:
        columns = [position[variable.upper()] for variable in selection]
        codes = [_codes(info, variable) for variable in selection]
        there = {tuple(known[row[column]] for known, column in zip(codes, columns, strict=True)) for row in rows}
    except (KeyError, IndexError) as error:
        raise Problem("unexpected") from error
    texts = [dict(variable.values) for variable in info.variables]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([headings, *rows])
    for combination in itertools.product(*selection.values()):
        if combination not in there:
            row = [info.suppressed] * len(headings)
            for column, text, code in zip(columns, texts, combination, strict=True):
                row[column] = f"{code} {text[code]}"
            writer.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def _codes(info: TableInfo, variable: str) -> dict[str, str]:
    """Each way a cell of the variable can stand in an answer, and its code."""
    values = next(each.values for each in info.variables if each.variable == variable)
    texts = {text: code for code, text in values}
    return texts | {f"{code} {text}": code for code, text in values} | {code: code for code, _ in values}


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise Problem("cannot_write", path=str(path)) from error
