"""Making a publication and keeping it: what the command, an import and the sample data do alike."""

from __future__ import annotations

from dashboard.database.versions import Version
from dashboard.publication.build import build, last_closed_quarter
from dashboard.publication.cells import Made
from dashboard.publication.protection import Progress
from dashboard.publication.store import files, keep, settled, unpacked
from dashboard.queries import lookups
from dashboard.settings import Settings


def publish(settings: Settings, version: Version, progress: Progress) -> Made:
    """Publish what counts now. Raises build.NothingClosed, build.NotAudited or PublishedMeanwhile, and then
    nothing is changed.
    """
    upon = files(settings.data_folder)
    before = settled(settings.data_folder) if _same_origin(settings, version) else {}
    with version.reading(None) as connection:  # every municipality is protected together
        choices = lookups.choices(connection, settings.municipality, version.as_of)
        made, private = build(
            connection, version, choices, threshold=settings.small_numbers, settled=before, progress=progress
        )
    keep(settings.data_folder, made, private, upon)
    return made.made


def _same_origin(settings: Settings, version: Version) -> bool:
    """What sample data settled means nothing to real ones."""
    return all(unpacked(path.read_bytes()).made.origin == version.origin for path in files(settings.data_folder)[-1:])


def due(settings: Settings, version: Version) -> bool:
    """Whether a quarter has closed since the last publication."""
    if version.as_of is None:
        return False
    made = [unpacked(path.read_bytes()).made for path in files(settings.data_folder)[-1:]]
    same = [one for one in made if one.origin == version.origin]
    return not same or same[0].last_quarter < last_closed_quarter(version.as_of)
