"""Processes beside this one that end with it, however it ends.

A worker that waits for work hears nothing of a parent that was killed: its siblings hold the same pipe open. So each has
a thread that waits for the parent itself, by the pipe that multiprocessing keeps for that.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

MOST = 8
ORPHANED = 75  # the exit code; nobody is left to see it


def pool() -> ProcessPoolExecutor:
    """As many workers as there are processors, at most eight.

    Spawned: a forked child would inherit the database's threads without their work.
    """
    return ProcessPoolExecutor(min(os.cpu_count() or 1, MOST), get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """From here on this process, a child of multiprocessing, ends when its parent does."""
    threading.Thread(target=_end_when_orphaned, daemon=True).start()


def _end_when_orphaned() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(ORPHANED)
