"""The times that count, on the national sample: `make bench`.

Everything is a ratio to an empty Dash callback on the same server in the same run, since machines differ and are
shared; the empty one is asked in turns with the cached. Each server runs in a process of its own under waitress; the
client keeps one connection.

Promised (issue 2): overview cold ≤ 35, median of 30 views; cached ≤ 1.5 per callback; page ≤ 1 MB gzipped.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from backports import zstd
from rich.console import Console

BUILD = Path(__file__).parents[1] / ".build"
VIEWS = 30
LIMITS = {"overview, cold": 35.0, "cached, per callback": 1.5, "page weight, MB": 1.0}
SENT = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br, zstd"}  # by Chromium and Firefox
out = Console(highlight=False)

EMPTY_APP = """
import dash
from dash import Input, Output, dcc, html
def make():
    app = dash.Dash("empty", compress=True)
    app.layout = html.Div([dcc.Location(id="url"), html.Div(id="out")])
    @app.callback(Output("out", "children"), Input("url", "search"))
    def nothing(search):
        return ""
    return app.server
"""
SERVE = """
import sys, waitress
exec(sys.stdin.read())
server = waitress.create_server(make(), host="127.0.0.1", port=0, threads=8)
print(server.effective_port, flush=True)
server.run()
"""
REAL_APP = """
def make():
    from dashboard.web.app import create_app
    from dashboard.web.serve import settle
    server = create_app().server
    settle()
    return server
"""


@contextmanager
def served(app: str, data_folder: Path) -> Iterator[Client]:
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(data_folder), "TRINVIS_REQUESTS_PER_MINUTE": "1000000"}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(app)
        process.stdin.close()
        try:
            yield Client(int(process.stdout.readline()))
        finally:
            process.kill()


class Client:
    """One keep-alive connection that knows the application's callbacks."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.callbacks: list[dict[str, Any]] = json.loads(self.get("/_dash-dependencies"))

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = self.connection.getresponse()
        body = response.read()
        return gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body

    def weight(self, path: str) -> int:
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        return len(self.connection.getresponse().read())

    def call(self, callback: dict[str, Any], search: str) -> float:
        """Milliseconds of one callback, as the browser would ask for it."""
        body = json.dumps(_request(callback, search))
        start = time.perf_counter()
        self.connection.request("POST", "/_dash-update-component", body, SENT)
        response = self.connection.getresponse()
        body = response.read()
        elapsed = 1000 * (time.perf_counter() - start)
        assert response.status == 200, (callback["output"], response.status)
        text = zstd.decompress(body) if response.headers.get("Content-Encoding") == "zstd" else body
        assert b'"sideUpdate"' not in text, "an error's sentence is no overview, however fast it comes"
        return elapsed


def _request(callback: dict[str, Any], search: str) -> dict[str, Any]:
    output = callback["output"]
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    inputs = [{**i, "value": {"pathname": "/", "search": search}[i["property"]]} for i in callback["inputs"]]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": [f"{i['id']}.{i['property']}" for i in inputs],
        "state": [],
    }


def overview_callbacks(client: Client) -> list[dict[str, Any]]:
    """What the browser asks for when the overview is opened: the frame, and everything on the page."""
    return [
        callback
        for callback in client.callbacks
        if not callback.get("clientside_function")
        and ("overview-" in callback["output"] or "navigation" in callback["output"])
    ]


def views() -> list[str]:
    """Thirty views nobody has asked for yet: one municipality, some, all; one year up to three."""
    codes = ["657", "730", "219", "751", "101", "461", "851", "621", "561", "740"]
    single = [
        f"?kommune={c}&fra=2025-{m:02d}&til=2026-{m - 1:02d}" for c, m in zip(codes * 2, range(2, 11), strict=False)
    ]
    several = [f"?kommune={','.join(codes[i : i + 3])}&fra=2024-{i + 1:02d}&til=2026-09" for i in range(7)]
    everyone = [f"?kommune=alle&fra=20{y}-{m:02d}&til=20{y + 1}-{m:02d}" for y in (22, 23, 24, 25) for m in (2, 5, 8)]
    found = [*single, *several, *everyone]
    return [*found, *(f"?kommune={c}&fra=2023-01&til=2025-12&interval=maaned" for c in codes)][:VIEWS]


def page_weight(client: Client) -> float:
    """Megabytes gzipped of the page and everything it links, before the charts' data."""
    page = client.get("/").decode()
    links = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    style = [link for link in links if link.split("?")[0].endswith("10-style.css")]
    fonts = re.findall(r'url\("([^"]+)"\)', client.get(style[0]).decode()) if style else []
    paths = ["/", *links, *(f"/assets/{font}" for font in fonts)]
    weights = {path: client.weight(path) for path in paths if path == "/" or not path.endswith("/")}
    for path, weight in sorted(weights.items(), key=lambda item: -item[1])[:5]:
        out.print(f"    {weight / 1000:7.1f} kB  {path.split('?')[0]}")
    return sum(weights.values()) / 1e6


def sample(folder: Path, size: str) -> None:
    """Sample data of a size in the folder, unless such are there that this program reads."""
    from dashboard.database import versions
    from dashboard.demo import install

    try:
        versions.current(folder)
    except (versions.NoData, versions.DamagedData):
        out.print(f"Making the sample of size {size} …")
        install(folder, size=size)  # type: ignore[arg-type]


def main() -> None:
    """Print each promised figure beside its limit; exit with 1 when one is over."""
    folder = BUILD / os.environ.get("BENCH_SAMPLE", "national")
    sample(folder, folder.name)
    with served(EMPTY_APP, folder) as empty, served(REAL_APP, folder) as real:
        measured = measure(empty, real)
    for name, value in measured.items():
        ok = value <= LIMITS[name]
        out.print(f"{name:24} {value:6.2f}   limit {LIMITS[name]:5.1f}   {'ok' if ok else 'OVER'}")
    raise SystemExit(any(value > LIMITS[name] for name, value in measured.items()))


def measure(empty: Client, real: Client) -> dict[str, float]:
    callbacks = overview_callbacks(real)
    for callback in callbacks:  # compile statements and load code once, as any running server has
        real.call(callback, "?kommune=147")
    floor, cold, cached, single = [], [], [], {c["output"]: [] for c in callbacks}  # type: ignore[var-annotated]
    for search in views():
        times = {c["output"]: real.call(c, search) for c in callbacks}
        cold.append(sum(times.values()))
        for name, value in times.items():
            single[name].append(value)
        # In turns: called in a row, the empty one finds everything warm that the others find as a reader's request would.
        for callback in callbacks:
            cached.append(real.call(callback, search))
            floor.append(empty.call(empty.callbacks[0], search))
    base = statistics.median(floor)
    out.print(f"empty callback {base:.2f} ms; overview {statistics.median(cold):.1f} ms in {len(callbacks)} callbacks")
    for name, values in single.items():
        out.print(f"    {statistics.median(values):7.1f} ms  {name[:70]}")
    return {
        "overview, cold": statistics.median(cold) / base,
        "cached, per callback": statistics.median(cached) / base,
        "page weight, MB": page_weight(real),
    }


if __name__ == "__main__":
    main()
