"""A StatBank on this machine: the functions, formats and refusals that Danmarks Statistik describes, in our own code.

What it is asked is checked as the real one does: every variable of a streamed answer has values, unknown codes and
too many cells are refused with JSON, a streamed answer leaves out what is zero. Every figure is made up.
"""

from __future__ import annotations

import itertools
import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Figure = Callable[..., Any]  # the codes in order: a number, None where it is missing, 0


@dataclass(frozen=True)
class Published:
    """variables: id, its text, and codes with their texts; the last is the time."""

    table_id: str
    text: str
    unit: str
    variables: Mapping[str, tuple[str, Mapping[str, str]]]
    figure: Figure
    suppressed: str = "0"


@dataclass
class Statbank:
    """trouble: what the next answers are instead, as (status, headers, body); asked: every question so far."""

    tables: dict[str, Published]
    url: str = ""
    most_cells: int = 1_000_000
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    trouble: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    cut: int = 0  # so many answers break off in the middle
    silent: threading.Event | None = None  # while it is there and not set, nobody is answered

    def answer(self, function: str, question: dict[str, Any]) -> tuple[int, bytes]:
        if function == "subjects":
            return 200, _json([{"id": "02", "description": "x", "active": True, "hasSubjects": True, "subjects": []}])
        if function == "tables":
            return 200, _json([_line(table) for table in self.tables.values()])
        table = self.tables.get(str(question.get("table", "")).upper())
        if table is None:
            return 400, _error("EXTRACT-NOTFOUND", f"Tabellen {question.get('table')} blev ikke fundet")
        return (200, _json(_info(table))) if function == "tableinfo" else self._data(table, question)

    def _data(self, table: Published, question: dict[str, Any]) -> tuple[int, bytes]:
        given = {each["code"].upper(): each["values"] for each in question["variables"]}
        streamed = question["format"] == "BULK"
        if streamed and given.keys() != {name.upper() for name in table.variables}:
            return 400, _error("EXTRACT-ELIMINATION", "Der skal vælges værdier for alle variable")
        asked = {name: given[name.upper()] for name in table.variables}
        for name, codes in asked.items():
            if not set(codes) <= set(table.variables[name][1]):
                return 400, _error("EXTRACT-VALUE", f"Ukendt værdi for {name}")
        if not streamed and math.prod(map(len, asked.values())) * (len(asked) + 1) > self.most_cells:
            return 400, _error("EXTRACT-TOOBIG", "Udtrækket er for stort. Antallet af celler overstiger grænsen")
        cells = [(codes, table.figure(*codes)) for codes in itertools.product(*asked.values())]
        if question["format"] == "JSONSTAT":
            return 200, _json(_jsonstat(table, asked, [figure for _, figure in cells]))
        return 200, _csv(table, cells, streamed, question.get("valuePresentation", "Value"))


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _error(code: str, message: str) -> bytes:
    return _json({"errorTypeCode": code, "message": message})


def _line(table: Published) -> dict[str, Any]:
    times = list(list(table.variables.values())[-1][1])
    return {
        "id": table.table_id, "text": table.text, "unit": table.unit, "updated": "2025-02-11T08:00:00",
        "firstPeriod": times[0], "latestPeriod": times[-1], "active": True,
        "variables": [text for text, _ in table.variables.values()],
    }  # fmt: skip


def _info(table: Published) -> dict[str, Any]:
    last = list(table.variables)[-1]
    variables = [
        {"id": name, "text": text, "elimination": name != last, "time": name == last,
         "values": [{"id": code, "text": label} for code, label in codes.items()]}
        for name, (text, codes) in table.variables.items()
    ]  # fmt: skip
    return {
        "id": table.table_id, "text": table.text, "description": table.text, "unit": table.unit,
        "suppressedDataValue": table.suppressed, "updated": "2025-02-11T08:00:00", "active": True, "footnote": None,
        "variables": variables,
    }  # fmt: skip


def _csv(table: Published, cells: list[tuple[tuple[str, ...], Any]], streamed: bool, presentation: str) -> bytes:
    lines = [";".join([*(name.upper() for name in table.variables), "INDHOLD"])]
    for codes, figure in cells:
        if streamed and figure == 0:
            continue
        texts = [table.variables[name][1][code] for name, code in zip(table.variables, codes, strict=True)]
        shown = {
            "Code": list(codes),
            "CodeAndValue": [f"{code} {text}" for code, text in zip(codes, texts, strict=True)],
        }.get(presentation, texts)
        lines.append(";".join([*shown, ".." if figure is None else str(figure).replace(".", ",")]))
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _jsonstat(table: Published, asked: Mapping[str, list[str]], values: list[Any]) -> dict[str, Any]:
    dimension: dict[str, Any] = {
        name: {
            "label": table.variables[name][0],
            "category": {
                "index": {code: place for place, code in enumerate(codes)},
                "label": {code: table.variables[name][1][code] for code in codes},
            },
        }
        for name, codes in asked.items()
    }
    content = {"index": {table.table_id: 0}, "label": {table.table_id: table.text}}
    names = [*list(asked)[:-1], "ContentsCode", list(asked)[-1]]
    dimension["ContentsCode"] = {"label": "Indhold", "category": content}
    dimension |= {"id": names, "size": [len(asked.get(name, "1")) for name in names], "role": {"time": names[-1:]}}
    return {"dataset": {"dimension": dimension, "label": table.text, "source": "Danmarks Statistik", "value": values}}


@contextmanager
def serving(statbank: Statbank) -> Iterator[Statbank]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            function = self.path.rsplit("/", 1)[1]
            statbank.asked.append((function, question))
            if statbank.silent is not None:
                statbank.silent.wait()
            if statbank.trouble:
                status, headers, body = statbank.trouble.pop(0)
            else:
                headers, (status, body) = {}, statbank.answer(function, question)
            with suppress(ConnectionError):  # who asked has given up
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if statbank.cut else body)
            statbank.cut = max(statbank.cut - 1, 0)

        def log_message(self, *_: Any) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    statbank.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield statbank
    finally:
        if statbank.silent is not None:
            statbank.silent.set()
        server.shutdown()
        thread.join()
        server.server_close()
