"""Municipalities exchange what they have published, and keep their rows about persons at home.

What is sent holds the figures of the sender's own municipalities and nothing of what is hidden in them; what is
received stands beside one's own, side by side and never added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dashboard.database import shared_files
from dashboard.publication.cells import Made, Publication
from dashboard.publication.store import FOLDER, NoPublication, files, newest, packed, unpacked, write

RECEIVED = "received"


class OtherOrigin(Exception):
    """Sample figures and real ones are never mixed."""


class OwnMunicipality(Exception):
    """What is received is about a municipality that this installation publishes itself."""


def to_send(data_folder: Path) -> bytes:
    """The newest publication's municipalities as a file. Raises NoPublication or DamagedPublication."""
    found = unpacked(newest(data_folder).read_bytes())
    own = found.cells[found.cells["place"].isin(list(found.made.municipalities))]
    return packed(Publication(replace(found.made, nation={}), own.reset_index(drop=True)))


def receive(data_folder: Path, content: bytes) -> Made:
    """Keep what another municipality has sent, in place of what it sent before.

    Raises DamagedPublication, OtherOrigin or OwnMunicipality, and then nothing is changed.
    """
    found = unpacked(content)
    own = [unpacked(path.read_bytes()).made for path in files(data_folder)[-1:]]
    if any(one.origin != found.made.origin for one in (*own, *(one.made for one in received(data_folder)))):
        raise OtherOrigin(found.made.origin)
    if any(set(one.municipalities) & set(found.made.municipalities) for one in own):
        raise OwnMunicipality(", ".join(found.made.municipalities.values()))
    folder = data_folder / FOLDER / RECEIVED
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{'-'.join(sorted(found.made.municipalities))[:100]}.zip"
    shared_files.put(data_folder, {f"{RECEIVED}/{name}": content})
    write(folder / name, content)
    return found.made


def received(data_folder: Path) -> list[Publication]:
    """What others have sent. Raises DamagedPublication."""
    return [unpacked(path.read_bytes()) for path in received_files(data_folder)]


def received_files(data_folder: Path) -> list[Path]:
    shared_files.refresh(data_folder)
    return sorted((data_folder / FOLDER / RECEIVED).glob("*.zip"))


def beside(publications: Sequence[Publication]) -> Publication:
    """Several publications as one to read from; the first is one's own, where there is one. Raises NoPublication."""
    if not publications:
        raise NoPublication
    made = [one.made for one in publications]
    whole = replace(
        made[0],
        publication="+".join(one.publication for one in made),
        as_of=min(one.as_of for one in made),
        last_quarter=max(one.last_quarter for one in made),
        municipalities={code: name for one in made for code, name in one.municipalities.items()},
        programmes={code: name for one in made for code, name in one.programmes.items()},
        groups={name: codes for one in made for name, codes in one.groups.items()},
        target_groups=tuple(sorted({code for one in made for code in one.target_groups})),
    )
    return Publication(whole, pd.concat([one.cells for one in publications], ignore_index=True))
