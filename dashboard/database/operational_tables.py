"""What people write in the product, as tables: decisions, imports, sessions, the log of look-ups, spot checks.

Unlike facts these rows are changed in place, so their layout is migrated (migrations/); facts never are.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

operational = sa.MetaData()

# A target or a local ceiling: nobody's default, always with who decided it and when. The newest row counts.
target = sa.Table(
    "target",
    operational,
    sa.Column("target_id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),  # records.targets.KINDS
    sa.Column("municipality_code", sa.Text, nullable=False),
    sa.Column("value", sa.Float, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),  # sample rows are never read beside real facts
    sa.Column("recorded_at", sa.Text, nullable=False),
)

price_index = sa.Table(
    "price_index",
    operational,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("index_milli", sa.Integer, nullable=False),  # thousandths: 103.250 is 103250
    sa.Column("source", sa.Text, nullable=False),
)

# Every file that somebody tried to import, one row per municipality in it; never what stood in a cell.
import_run = sa.Table(
    "import_run",
    operational,
    sa.Column("run_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),  # ISO 8601, UTC
    sa.Column("file_name", sa.Text, nullable=False),  # masked where it may hold a CPR number
    sa.Column("source", sa.Text, nullable=False),  # '' where the file was not recognised
    sa.Column("municipality_code", sa.Text, nullable=False),  # '' where none is known
    sa.Column("outcome", sa.Text, nullable=False),  # loaded | refused | unchanged
    sa.Column("rows_in", sa.Integer, nullable=False),
    sa.Column("rows_refused", sa.Integer, nullable=False),  # rows with an error
    sa.Column("faults", sa.JSON, nullable=False),  # errors: code → how many
)

# Who is logged in. The cookie holds a random id; here stands its hash, so that a copy of the table logs nobody in.
session = sa.Table(
    "session",
    operational,
    sa.Column("session_hash", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("viewer", sa.JSON, nullable=False),
    sa.Column("rules_hash", sa.Text, nullable=False),  # of the settings that gave the role: changed, it counts no more
    sa.Column("created_at", sa.Integer, nullable=False),  # seconds since 1970
    sa.Column("seen_at", sa.Integer, nullable=False),
    sa.Column("ended_at", sa.Integer),
    sa.Column("confirmed_at", sa.Integer, nullable=False),  # when the login last said that this is the viewer
)

# Who may not come in, whatever their login says: stopped at once, not when the login hears of it.
barred_subject = sa.Table(
    "barred_subject",
    operational,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("barred_at", sa.Integer, nullable=False),
)

# Who has seen what (access/audit_log.py). Never what stood in a number. Triggers refuse every change.
audit_entry = sa.Table(
    "audit_entry",
    operational,
    sa.Column("entry_id", sa.Integer, primary_key=True),  # 1, 2, 3 … without a gap
    sa.Column("at", sa.Text, nullable=False),  # ISO 8601, UTC
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # given | refused | failed
    sa.Column("municipalities", sa.Text, nullable=False),  # codes with commas
    sa.Column("data_version", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),  # JSON: what was asked
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)

# Which cases and coordinators an entry named, for those who ask who has seen them: hashes of their ids, so that a
# case which is erased leaves none behind here.
audit_named = sa.Table(
    "audit_named",
    operational,
    sa.Column("entry_id", sa.Integer, nullable=False),
    sa.Column("id_hash", sa.Text, nullable=False),
)

# How often what people decide has been changed: answers that rest on it are then asked for anew.
change_count = sa.Table("change_count", operational, sa.Column("n", sa.Integer, primary_key=True, autoincrement=False))

# A controller's look at entries drawn by chance (records/spot_checks.py).
spot_check = sa.Table(
    "spot_check",
    operational,
    sa.Column("check_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("scope", sa.Text, nullable=False, server_default=""),  # codes with commas; '' the whole installation
    sa.Column("first_entry", sa.Integer, nullable=False),  # drawn among these
    sa.Column("last_entry", sa.Integer, nullable=False),
    sa.Column("drawn", sa.JSON, nullable=False),  # entry ids
    sa.Column("in_order", sa.JSON, nullable=False),  # those that were ticked off
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Text, nullable=False),  # '' until it is saved
)

# In PostgreSQL alone, for what in a folder is a file. Which installation this is, as each data folder that belongs to it says too (installation.py).
shared = sa.MetaData()
installation = sa.Table("installation", shared, sa.Column("name", sa.Text, primary_key=True))
# Who imports, or was the last to (shared_lock.py): one row.
importer = sa.Table(
    "importer",
    shared,
    sa.Column("machine", sa.Text, nullable=False),
    sa.Column("process", sa.Integer, nullable=False),
    sa.Column("user_name", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False),  # ISO 8601, UTC
)

# Publications, what belongs to them and what others have sent, as files (shared_files.py).
publication_file = sa.Table(
    "publication_file",
    shared,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("written_at", sa.Text, nullable=False),  # ISO 8601, UTC
)


def migrate(engine: sa.Engine) -> None:
    """Bring the operational tables to the newest layout, in one transaction; nothing to do is nothing done."""
    with engine.begin() as connection:
        migrate_on(connection)


def migrate_on(connection: sa.Connection) -> None:
    """As migrate, in the transaction that the connection has begun."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
