"""Rows, rate and time left of a long import: a line that moves in a terminal, else a plain line now and then."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn

from dashboard.importers.progress import Listener, Progress, Stage, listening
from dashboard.language import _, formats

SECONDS_BETWEEN_LINES = 5.0
STAGES: dict[Stage, str] = {"checking": "Checking", "writing": "Loading"}


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """While the block runs, show on console how far it is."""
    if not console.is_terminal:
        with listening(Lines(console)):
            yield
        return
    # Words alone: with a bar beside them a line of 80 signs would cut them off.
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[said]}"))
    with Bars(*columns, console=console, transient=True) as bars, listening(_moving(bars)):
        bars.add_task(_("Reading, checking and loading …"), total=None, said="")
        yield


def _moving(bars: Bars) -> Listener:
    rates: dict[Stage, Rate] = {}

    def listen(now: Progress) -> None:
        (task,) = bars.task_ids
        if now.stage not in rates or now.rows < rates[now.stage].rows:
            rates[now.stage] = Rate()
            bars.reset(task)
        said = rates[now.stage].words(now)
        bars.update(task, description=_(STAGES[now.stage]), completed=now.rows, total=now.total, said=said)

    return listen


@dataclass
class Rate:
    """How fast one stage has gone since it began."""

    began: float = field(default_factory=time.monotonic)
    rows: int = 0

    def words(self, now: Progress) -> str:
        """`1.200.000 af ca. 20.000.000 rækker · 400.000/s · 47 s tilbage`; the rate once there is one."""
        self.rows = now.rows
        spent = time.monotonic() - self.began
        rows, total = formats.number(now.rows), formats.number(now.total)
        if not now.rows or spent < 1:
            return _("{rows} of about {total} rows", rows=rows, total=total)
        rate = now.rows / spent
        return _(
            "{rows} of about {total} rows · {rate} a second · {left} s left",
            rows=rows, total=total, rate=formats.number(rate), left=formats.number((now.total - now.rows) / rate),
        )  # fmt: skip


@dataclass
class Lines:
    """Where nothing moves, a log: a line every few seconds, and none of what is done before that."""

    console: Console
    last: float = field(default_factory=time.monotonic)
    rates: dict[Stage, Rate] = field(default_factory=dict)

    def __call__(self, now: Progress) -> None:
        rate = self.rates.setdefault(now.stage, Rate())
        said = rate.words(now)
        if time.monotonic() - self.last >= SECONDS_BETWEEN_LINES:
            self.last = time.monotonic()
            self.console.print(f"{_(STAGES[now.stage])}: {said}", markup=False)
