"""The tables of a version that say where its facts come from: files, deliveries, findings and fingerprints."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Integer, Table, Text

from dashboard.database.metadata import facts, municipality_column

# What was imported when, so that the same file twice changes nothing and a page can say how old a source is.
import_batch = Table(
    "import_batch",
    facts,
    Column("source", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("loaded_at", Text, nullable=False, info={"when": True}),
    # Of the facts that the source's files of one command held together (content.py); '' before it was recorded.
    Column("content_hash", Text, nullable=False),
    # Of a ledger: the day that it describes and what was answered of earlier deliveries (importers.choices.Again). Sent
    # again by mistake it is what it was, and does not come to be the newest.
    Column("as_of", Date),
    Column("again", Text, nullable=False),
)

# What the other tables of this version hold, written last: `trinvis verify` compares (content.py).
content_hash = Table(
    "content_hash",
    facts,
    Column("table_name", Text, nullable=False),
    Column("municipality_code", Text, nullable=False),  # '' for a table that has no municipality
    Column("row_count", Integer, nullable=False),
    Column("digest", Text, nullable=False),
)

# The delivery of each source that counts now, and what the rules found in it: by rule, how many cases or rows.
delivery = Table(
    "delivery",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),
    Column("delivered_on", Date, nullable=False),
    Column("as_of", Date, nullable=False),  # the day it describes, from which its age counts
    Column("rows_in", Integer, nullable=False),
)

# What an import understood of that delivery, to be said beside the next one's: sums in øre, counts, and months, years
# and days as whole numbers (importers.understood).
delivery_figure = Table(
    "delivery_figure",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),
    Column("figure", Text, nullable=False),
    Column("value", BigInteger, nullable=False),
)

quality_finding = Table(
    "quality_finding",
    facts,
    municipality_column(),
    Column("source", Text, nullable=False),
    Column("rule", Text, nullable=False),  # importers.rules.RULES
    Column("n", Integer, nullable=False),
)
