"""Work on what others have sent, in a process of its own that may use little memory and time and ends with this one.

Whatever is in a file costs that process at most, never the server: where a limit stops it, this one hears that it ended.
Its parent is a third process, which has done the imports already and nothing else, so that a child costs milliseconds and
inherits no thread, no connection and nobody's data (multiprocessing's forkserver).
"""

from __future__ import annotations

import os
import pickle
import re
import resource
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver, get_context, reduction
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import duckdb

from dashboard import logs
from dashboard.children import end_with_parent
from dashboard.language import Language, current_language, set_language
from dashboard.settings import settings

# Bytes of private memory (RLIMIT_DATA): address space would not do, of which DuckDB reserves 1.5 GB for next to nothing,
# and more with each processor. A list of 300,000 cases takes a third of it.
MEMORY = 2_500_000_000
MEMORY_OF_A_COMMAND = 4_000_000_000  # the same for the terminal and the inbox, where whole ledgers come
SECONDS = 300  # of a processor
PATIENCE = 900.0  # seconds by the clock, for a machine that is busy, or an import that waits for another
AT_ONCE = 2  # children; who comes then waits

Answer = TypeVar("Answer")
_places = threading.BoundedSemaphore(AT_ONCE)
_starting = threading.Lock()
_context = get_context("forkserver")
_context.set_forkserver_preload(["dashboard.web.delivered", "dashboard.importers.inbox"])


class Stopped(Exception):
    """It took more memory or time than it may, or something in it fell over altogether."""


class Failed(Exception):
    """A fault of ours; args: its trace."""


class Handed:
    """A file that is open here, given to the child as open there: `fd` is its number in whichever process asks."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def __reduce__(self) -> tuple[Callable[..., Handed], tuple[Any]]:
        return _handed, (reduction.DupFd(self.fd),)


def _handed(duplicate: Any) -> Handed:
    return Handed(duplicate.detach())


def make_ready() -> None:
    """Start the process that children come from, so that the first of them is as quick as the others."""
    forkserver.ensure_running()


def call(work: Callable[..., Answer], *arguments: Any, memory: int = MEMORY, seconds: int = SECONDS) -> Answer:
    """What work, a function of a module, returns; all that goes in and out is pickled. Settings and language are ours.

    Raises Stopped, Failed, and what work raises where it can be pickled.
    """
    with _places:
        hears, says = _context.Pipe(duplex=False)
        ours = {name: value for name, value in os.environ.items() if name.startswith("TRINVIS_")}
        child = _context.Process(
            target=_run, args=(says, work, arguments, _Here(memory, seconds, ours, current_language())), daemon=True
        )
        with _starting, _nothing_to_run_again():
            child.start()
        says.close()
        try:
            answer: Answer = _answer(hears)
            return answer
        finally:
            child.kill()
            child.join()
            child.close()
            hears.close()


def _answer(hears: Connection) -> Any:
    try:
        kind, what = hears.recv() if hears.poll(PATIENCE) else ("", None)
    except EOFError:
        raise Stopped from None
    if isinstance(what, Exception):
        raise what
    if kind == "failed":
        raise Failed(what)
    if kind != "answer":
        raise Stopped
    return what


@contextmanager
def _nothing_to_run_again() -> Iterator[None]:
    """multiprocessing imports the program's own file in each child, which for us is to start the whole program."""
    program, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


@contextmanager
def bounded() -> Iterator[None]:
    """The block may use so much more memory than this process has now: a command is a process of its own already.

    Raises Stopped.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    now = int(re.findall(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))[0]) * 1024
    most = now + MEMORY_OF_A_COMMAND
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    except Exception as error:
        if _is_out_of_memory(error):
            raise Stopped from error
        raise
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@dataclass(frozen=True)
class _Here:
    """What holds in the process that asks, or shall hold in the child. memory: bytes; environment: our settings."""

    memory: int
    seconds: int
    environment: dict[str, str]
    language: Language

    def begin(self) -> None:
        end_with_parent()
        resource.setrlimit(resource.RLIMIT_DATA, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))
        for name in [name for name in os.environ if name.startswith("TRINVIS_")]:
            del os.environ[name]
        os.environ.update(self.environment)
        settings.cache_clear()
        logs.begin(settings())
        set_language(self.language)


def _run(says: Connection, work: Callable[..., Any], arguments: Sequence[Any], here: _Here) -> None:
    here.begin()
    said: tuple[str, Any]
    try:
        said = "answer", work(*arguments)
    except Exception as error:
        if _is_out_of_memory(error):
            return  # the other end hears that nothing comes
        said = _raised(error)
    says.send(said)


def _is_out_of_memory(error: BaseException) -> bool:
    return isinstance(getattr(error, "orig", error), (MemoryError, duckdb.OutOfMemoryException))


def _raised(error: Exception) -> tuple[str, object]:
    try:
        return "raised", error if pickle.loads(pickle.dumps(error)) else None  # noqa: S301 - our own
    except Exception:  # some cannot be made again elsewhere
        return "failed", "".join(traceback.format_exception(error))
