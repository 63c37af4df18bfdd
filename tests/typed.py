"""A command as it is typed, in this process: starting another one takes longer than most commands do."""

from __future__ import annotations

import contextlib
import contextvars
import io
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard import logs
from dashboard.cli import main
from dashboard.settings import settings

SIGNALS = (signal.SIGINT, signal.SIGTERM)  # `inbox` listens to them


@dataclass(frozen=True)
class Done:
    """What a process would have left behind; a trace is raised here instead."""

    returncode: int
    stdout: str
    stderr: str


def trinvis(folder: Path, *words: str, cwd: Path | None = None, **environment: str) -> Done:
    """`trinvis words…` on the data in folder, with nothing else set; what the command sets ends with it."""
    out, err = _stream(), _stream()
    alone = _alone({"TRINVIS_DATA_FOLDER": str(folder), **environment}, words, cwd)
    with alone, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = contextvars.copy_context().run(_ended)  # which language it speaks ends with it too
    if isinstance(code, str):
        err.write(f"{code}\n")
    return Done(_number(code), _text(out), _text(err))


def _ended() -> int | str | None:
    try:
        main()
    except SystemExit as ended:
        return ended.code
    return None


def _number(code: int | str | None) -> int:
    """As Python ends a process with it."""
    return 1 if isinstance(code, str) else code or 0


@contextlib.contextmanager
def _alone(environment: dict[str, str], words: tuple[str, ...], cwd: Path | None) -> Iterator[None]:
    mask = os.umask(0o022)
    handlers = {sign: signal.getsignal(sign) for sign in SIGNALS}
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("TRINVIS_") or name == "PORT"]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["trinvis", *words])
        if cwd is not None:
            patch.chdir(cwd)
        settings.cache_clear()
        try:
            yield
        finally:
            for sign, handler in handlers.items():
                signal.signal(sign, handler)
            os.umask(mask)
            logs.end()
    settings.cache_clear()


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    """As subprocess reads it with text=True."""
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")
