"""Why there is no version to read, or none can be made. To people they are sentences of cli and layouts."""

from __future__ import annotations


class NoData(Exception):
    """There is no version of the facts yet."""


class DamagedData(Exception):
    """The pointer or the file it names cannot be read."""


class DamagedPointer(DamagedData):
    """Which version counts cannot be read; the versions themselves may well be whole (kept.rollback)."""


class OlderLayout(DamagedData):
    """The version was written by an earlier landing: upgrade.upgrade rebuilds it."""


class NewerLayout(DamagedData):
    """The version was written by a later landing than this: nothing here may touch it."""


class DiskFull(Exception):
    """The disk holds no more; the version that counted before still counts."""


class MayNotPublish(Exception):
    """The role that is to publish may only read; here the version counts, in the shared database the one before."""


class UnknownVersion(Exception):
    """No kept version has the name, or there is none before the one that counts; args: the names there are."""


class ImportRunning(Exception):
    """Another import holds the lock, and went on holding it for as long as we waited."""

    def __init__(self, pid: int | None = None, user: str = "", started: str = "") -> None:
        super().__init__(pid, user, started)
        self.pid, self.user, self.started = pid, user, started  # started: ISO 8601, UTC; None and '' where unknown
