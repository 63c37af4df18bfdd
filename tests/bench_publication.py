"""How long a publication of all 98 municipalities takes, and what a page for those who read it costs: `make bench`.

Promised: 98 municipalities within 5 minutes on two cores; a committee's overview ≤ 1.1 times a head's, of the same
municipality and periods, on the same data in the same run.
"""

from __future__ import annotations

import statistics
import time

from dashboard.database import versions
from dashboard.publication.command import publish
from dashboard.publication.store import files
from dashboard.settings import Settings
from tests.bench import BUILD, Client, out, overview_callbacks, sample, served

LIMITS = {"publication of 98, minutes": 5.0, "a committee's overview / a head's": 1.1}
COMMITTEE_APP = """
def make():
    from dashboard.access.viewer import Viewer
    from dashboard.web.app import create_app
    from dashboard.web.serve import settle
    server = create_app(Viewer(ROLE, frozenset({"0657"}))).server
    settle()
    return server
"""
VIEWS = [f"?kommune=657&fra=20{year}-{month:02d}&til=2026-09" for year in (22, 23, 24, 25) for month in (1, 4, 7, 10)]


def main() -> None:
    """Print each promised figure beside its limit; exit with 1 when one is over."""
    folder = BUILD / "published"
    sample(folder, "ordinary")
    for path in (folder / "publications").glob("*"):
        path.unlink()
    start = time.perf_counter()
    made = publish(Settings(data_folder=folder), versions.current(folder, ""), lambda name, share: None)
    minutes = (time.perf_counter() - start) / 60
    shown = f"{len(made.municipalities)} municipalities, left coarser: {', '.join(made.coarsened) or 'none'}"
    out.print(f"{shown}; {files(folder)[-1].stat().st_size / 1e6:.1f} MB")
    measured = {"publication of 98, minutes": minutes, "a committee's overview / a head's": pages()}
    for name, value in measured.items():
        out.print(f"{name:34} {value:6.2f}   limit {LIMITS[name]:5.1f}   {'ok' if value <= LIMITS[name] else 'OVER'}")
    raise SystemExit(any(value > LIMITS[name] for name, value in measured.items()))


def pages() -> float:
    """Server time of all the overview's callbacks, cold; the median of the ratios view by view, taken in turns."""
    folder = BUILD / "published"
    head, committee = (f'ROLE = "{role}"\n{COMMITTEE_APP}' for role in ("head", "committee"))
    with served(head, folder) as by_head, served(committee, folder) as by_committee:
        ratios = [_view(by_committee, search) / _view(by_head, search) for search in ["", *VIEWS]][1:]
    return statistics.median(ratios)


def _view(client: Client, search: str) -> float:
    return sum(client.call(callback, search) for callback in overview_callbacks(client))


if __name__ == "__main__":
    main()
