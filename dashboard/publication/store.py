"""Where publications are kept: one file each, and beside it what only this installation may know of it.

`publications/publication-<name>.zip` is what requests read and what municipalities exchange; `private-<name>.csv.gz`
holds the exact values, so that the next publication can leave settled quarters as they were. Written under another
name and then moved, the private part first: whoever finds a publication finds it whole.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from dashboard.database import shared_files
from dashboard.database.errors import DamagedData, NoData
from dashboard.database.installation import PUBLICATIONS
from dashboard.measures import MEASURES, MeasureId
from dashboard.publication.cells import COLUMNS, Made, Publication, Settled
from dashboard.publication.lattice import Cell

FOLDER = PUBLICATIONS
MADE, CELLS = "publication.json", "cells.csv"
TEXTS = {name: "str" for name in COLUMNS if name != "value"}
MOST_BYTES = 200_000_000


class NoPublication(NoData):
    """Nothing has been published yet."""


class DamagedPublication(DamagedData):
    """The file is no publication, was changed, or was never audited."""


def packed(publication: Publication) -> bytes:
    """The file of a publication; the same figures give the same bytes."""
    cells = publication.cells.to_csv(index=False, lineterminator="\n").encode()
    made = {**publication.made.as_json(), "sha256": hashlib.sha256(cells).hexdigest()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in ((MADE, json.dumps(made, ensure_ascii=False, indent=1).encode()), (CELLS, cells)):
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpacked(content: bytes) -> Publication:
    """The publication in a file. Raises DamagedPublication."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if sum(entry.file_size for entry in file.infolist()) > MOST_BYTES:
                raise DamagedPublication("too large")
            made = json.loads(file.read(MADE))
            cells = file.read(CELLS)
        if hashlib.sha256(cells).hexdigest() != made.pop("sha256"):
            raise DamagedPublication("the figures are not those it was made with")
        found = Made.from_json(made)
        frame = pd.read_csv(io.BytesIO(cells), dtype=TEXTS, keep_default_na=False, na_values={"value": [""]})
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, OSError) as error:
        raise DamagedPublication(str(error)) from error
    if not found.audited:
        raise DamagedPublication("not audited")
    if list(frame.columns) != list(COLUMNS) or not set(frame["measure"]) <= set(MEASURES):
        raise DamagedPublication("other columns")
    return Publication(found, frame)


def keep(
    data_folder: Path, publication: Publication, private: Mapping[MeasureId, Settled], upon: Sequence[Path] = ()
) -> Path:
    """Write a publication beside the others; from then on it counts, on all machines. Returns its file.

    upon: the files that it was made from. Raises PublishedMeanwhile where another machine has published since.
    """
    folder, name = data_folder / FOLDER, publication.made.publication
    private_name, public_name = f"private-{name}.csv.gz", f"publication-{name}.zip"
    contents = {private_name: _private_bytes(private), public_name: packed(publication)}
    shared_files.put(data_folder, contents, upon=[path.name for path in upon])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / private_name, contents[private_name])
    return write(folder / public_name, contents[public_name])


def write(path: Path, content: bytes) -> Path:
    """Put a file in its place in one step."""
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    return beside.replace(path)


def _private_bytes(private: Mapping[MeasureId, Settled]) -> bytes:
    rows = [
        (measure, *cell, value, int(hide))
        for measure, settled in private.items()
        for cell, (value, hide) in settled.items()
    ]
    text = pd.DataFrame(rows, columns=["measure", *Cell._fields, "value", "hidden"]).to_csv(index=False)
    return gzip.compress(text.encode(), mtime=0)


def files(data_folder: Path) -> list[Path]:
    """Every publication made by this installation, the oldest first; the last one counts. Raises DatabaseAway."""
    shared_files.refresh(data_folder)
    return sorted((data_folder / FOLDER).glob("publication-*.zip"))


def newest(data_folder: Path) -> Path:
    """The file that counts. Raises NoPublication."""
    found = files(data_folder)
    if not found:
        raise NoPublication(str(data_folder))
    return found[-1]


def settled(data_folder: Path) -> dict[MeasureId, dict[Cell, tuple[int, bool]]]:
    """What the newest publication left for the next one; nothing where there is none."""
    try:
        name = newest(data_folder).name.removeprefix("publication-").removesuffix(".zip")
    except NoPublication:
        return {}
    types = dict.fromkeys(("measure", *Cell._fields), "str")
    rows = pd.read_csv(data_folder / FOLDER / f"private-{name}.csv.gz", dtype=types, keep_default_na=False)
    found: dict[MeasureId, dict[Cell, tuple[int, bool]]] = {}
    for measure, *cell, value, hide in rows.itertuples(index=False, name=None):
        found.setdefault(measure, {})[Cell(*cell)] = (int(value), bool(hide))
    return found
