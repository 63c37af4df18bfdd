"""Workers end with the process that they work for, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sample import sample_of

FIVE = ("0657", "0825", "0730", "0219", "0751")  # from five places on workers are started
SECONDS = 120


def children(pid: int) -> set[int]:
    """Of a process, those that are there."""
    try:
        return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_publication_that_is_ended_leaves_nobody(
    tmp_path_factory: pytest.TempPathFactory, sign: signal.Signals
) -> None:
    folder = sample_of(tmp_path_factory, FIVE)
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "publication", "build"]
    environment = {**os.environ, "TRINVIS_DATA_FOLDER": str(folder)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until, workers = time.monotonic() + SECONDS, set[int]()
    while len(workers) < 2 and process.poll() is None and time.monotonic() < until:
        workers = children(process.pid)
    assert len(workers) >= 2, process.poll()
    process.send_signal(sign)
    process.wait()
    until = time.monotonic() + SECONDS
    while any(map(alive, workers)) and time.monotonic() < until:
        pass
    left = [one for one in workers if alive(one)]
    for one in left:
        os.kill(one, signal.SIGKILL)
    assert left == []
