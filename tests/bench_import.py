"""Twenty million postings of 98 municipalities and ten years: checked, looked through for CPR numbers, written, added up.

Promised: at most 35 seconds and 1 GB on two cores. `make bench` runs it; the file is made once, in .build/.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
from rich.console import Console

from dashboard.database.municipalities import MUNICIPALITIES

BUILD = Path(__file__).parents[1] / ".build"
ROWS = 20_000_000
LIMITS = {"20 M postings, seconds": 35.0, "20 M postings, GB": 1.0}
out = Console(highlight=False)

# Every posting's account, cost centre and amount follow from its number: the same file on every machine.
_ACCOUNTS = [
    f"{function}1{grouping:03}"
    for function in ("52820", "52821", "52822", "52823", "52825", "55772", "64551", "32201")
    for grouping in (*range(1, 20), 999)
]
_POSTINGS = """
copy (
    select printf('%d-%02d', 2016 + month // 12, 1 + month % 12) as "Måned",
           $accounts[1 + (hash(i, 1) % len($accounts))::int] as "Kontostreng",
           'Center ' || (hash(i, 2) % 4000) as "Omkostningssted",
           replace(printf('%.2f', ((hash(i, 3) % 20000000)::bigint - 2000000) / 100), '.', ',') as "Beløb",
           $codes[1 + (hash(i, 4) % len($codes))::int] as "Kommune"
    from (select i, (i * 120 // $rows)::int as month from range($rows) t(i))
) to '{path}' (header, delimiter ';')
"""
_LOAD = """
import json, resource, sys, time
from pathlib import Path
start = time.perf_counter()
from dashboard.importers import load, render
report = load([Path(sys.argv[1])], data_folder=Path(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, report.outcome, render(report)]))
"""


def postings(path: Path, rows: int = ROWS) -> Path:
    """The file, made where it is not there yet."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        half = path.with_suffix(".half")
        with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
            connection.execute("set enable_progress_bar = false")
            known = {"accounts": _ACCOUNTS, "codes": sorted(MUNICIPALITIES), "rows": rows}
            connection.execute(_POSTINGS.replace("{path}", str(half)), known)
        half.rename(path)
    return path


def measure(path: Path, rows: int = ROWS) -> dict[str, float]:
    """Import the file in a process of its own; prints what was measured and returns what is promised."""
    folder = BUILD / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    answer = subprocess.run(
        [sys.executable, "-c", _LOAD, str(path), str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, cpu, kilobytes, outcome, lines = json.loads(answer.stdout.splitlines()[-1])
    assert outcome == "loaded", lines
    out.print(f"{rows:,} postings: {seconds:.1f} s, {cpu:.1f} s of processor, {rows / seconds:,.0f} rows/s")
    shutil.rmtree(folder)
    return {"20 M postings, seconds": seconds, "20 M postings, GB": kilobytes / 1e6}


def main() -> int:
    """Print each figure beside its limit; returns how many are over."""
    measured = measure(postings(BUILD / "postings.csv"))
    for name, value in measured.items():
        out.print(f"{name:24} {value:6.2f}   limit {LIMITS[name]:5.1f}   {'ok' if value <= LIMITS[name] else 'OVER'}")
    return sum(value > LIMITS[name] for name, value in measured.items())


if __name__ == "__main__":
    raise SystemExit(main() > 0)
