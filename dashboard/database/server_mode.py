"""Server mode: where a PostgreSQL is set, it holds what all processes of an installation share, on whichever machine."""

from __future__ import annotations

from pathlib import Path

from dashboard.settings import settings


def server_url(data_folder: Path) -> str:
    """The address, by the role that writes, of the PostgreSQL that the folder's processes share; '' where there is none.

    Only of the folder that the settings name: any other, such as a backup that is held against itself, is alone.
    """
    held = settings()
    url = held.facts_owner_url or held.facts_url
    return url if url and _same(data_folder, held.data_folder) else ""


def _same(one: Path, other: Path) -> bool:
    return one == other or one.resolve() == other.resolve()
