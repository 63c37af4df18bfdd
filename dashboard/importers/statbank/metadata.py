"""What StatBank says of its tables: the list of them, and one table's variables and codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dashboard.importers.statbank.api import Client, said
from dashboard.importers.statbank.problem import Problem


@dataclass(frozen=True)
class Listed:
    """One table of the list."""

    table_id: str
    text: str
    first: str
    last: str


@dataclass(frozen=True)
class Variable:
    """values: code and text, in StatBank's order. elimination: may be left out, and then all are meant."""

    variable: str
    text: str
    elimination: bool
    time: bool
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableInfo:
    """suppressed: the figure of combinations that a streamed answer leaves out; '' where it says none."""

    table_id: str
    text: str
    unit: str
    updated: str
    suppressed: str
    variables: tuple[Variable, ...]

    @property
    def time(self) -> Variable:
        return next(variable for variable in self.variables if variable.time)


def listed(client: Client) -> list[Listed]:
    found = _parsed(client.ask("tables", {"format": "JSON"}))
    try:
        return [Listed(str(t["id"]), str(t["text"]), str(t["firstPeriod"]), str(t["latestPeriod"])) for t in found]
    except (KeyError, TypeError) as error:
        raise Problem("unexpected") from error


def table_info(client: Client, table_id: str) -> TableInfo:
    found = _parsed(client.ask("tableinfo", {"table": table_id, "format": "JSON"}))
    try:
        variables = tuple(_variable(each) for each in found["variables"])
        suppressed = found.get("suppressedDataValue")
        info = TableInfo(
            str(found["id"]).upper(),
            str(found["text"]),
            str(found.get("unit", "")),
            str(found.get("updated", "")),
            "" if suppressed is None else str(suppressed),
            variables,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Problem("unexpected") from error
    if sum(variable.time for variable in variables) != 1 or not all(variable.values for variable in variables):
        raise Problem("unexpected")
    return info


def _variable(found: dict[str, Any]) -> Variable:
    values = tuple((str(value["id"]), str(value["text"])) for value in found["values"])
    return Variable(
        str(found["id"]), str(found["text"]), bool(found.get("elimination")), bool(found.get("time")), values
    )


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Problem("unexpected") from error


def looks_like_data(content: bytes, kind: str) -> None:
    """Raises Problem where an answer that came with no error is still no table: a proxy's page, or an error."""
    if message := said(content):
        raise Problem("refused", message=message)
    start = content[:10_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if kind == "jsonstat":
        good = start.startswith(b"{") and b'"dataset"' in start
    else:
        good = b"INDHOLD" in start.split(b"\n", 1)[0].strip().upper().split(b";")
    if not good:
        raise Problem("unexpected")
