"""What the data already hold when an import begins, as far as an import must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from dashboard.database.accounts import ACCOUNT_CLASSES
from dashboard.database.provenance_tables import import_batch
from dashboard.database.tables import account_class, coordinator_fte, coverage, pseudonym_key
from dashboard.database.versions import NoData, Version, current
from dashboard.importers.profiles.reader import Shelf, shelf
from dashboard.instruments import Instrument, Problem, instruments_of, shipped


@dataclass(frozen=True)
class Present:
    """version is None where there are no data yet. Sample data lend an import nothing but their accounts."""

    version: Version | None
    municipalities: frozenset[str] = frozenset()  # with real facts of their own
    coordinators: frozenset[tuple[str, str]] = frozenset()  # with real hours
    functions: frozenset[str] = frozenset(row.account_function for row in ACCOUNT_CLASSES)
    loaded: frozenset[tuple[str, str]] = frozenset()  # source and sha256 of what was imported
    keys: frozenset[tuple[str, str]] = frozenset()  # municipality and fingerprint of the key its children are hashed with
    shelf: Shelf = field(default_factory=Shelf)  # the mapping profiles that may read a sheet
    instruments: Mapping[str, Instrument] = field(default_factory=shipped)
    instrument_problems: tuple[Problem, ...] = ()  # the municipality's own forms that cannot be used

    @property
    def is_sample(self) -> bool:
        return self.version is not None and self.version.origin == "sample"


def present(data_folder: Path) -> Present:
    """Raises DamagedData where there is a version that cannot be read."""
    instruments, problems = instruments_of(data_folder)
    found = replace(_facts(data_folder), shelf=shelf(data_folder))
    return replace(found, instruments=instruments, instrument_problems=problems)


def _facts(data_folder: Path) -> Present:
    try:
        version = current(data_folder)
    except NoData:
        return Present(None)
    with version.engine.connect() as connection:
        loaded = _pairs(connection, import_batch.c.source, import_batch.c.sha256)
        functions = frozenset(connection.execute(sa.select(account_class.c.account_function).distinct()).scalars())
        if version.origin == "sample":
            return Present(version, functions=functions, loaded=loaded)
        return Present(
            version,
            municipalities=frozenset(connection.execute(sa.select(coverage.c.municipality_code).distinct()).scalars()),
            coordinators=_pairs(connection, coordinator_fte.c.municipality_code, coordinator_fte.c.coordinator_id),
            functions=functions,
            loaded=loaded,
            keys=_pairs(connection, pseudonym_key.c.municipality_code, pseudonym_key.c.fingerprint),
        )


def _pairs(
    connection: sa.Connection, first: sa.Column[str], second: sa.Column[str]
) -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for a, b in connection.execute(sa.select(first, second).distinct()))
