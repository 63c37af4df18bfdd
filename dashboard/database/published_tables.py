"""The tables of a version for what Danmarks Statistik has published."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from dashboard.database.metadata import facts

# Figures that Danmarks Statistik has published: beside the facts of either origin, never mixed into them.
published_stat = Table(
    "published_stat",
    facts,
    Column("table_id", Text, nullable=False),  # REGK31
    Column("municipality_code", Text, nullable=False),  # 0000 is Hele landet
    Column("year", Integer, nullable=False),
    Column("account_function", Text, nullable=False),
    Column("label", Text, nullable=False),  # the account's name that year
    Column("dranst", Integer, nullable=False),
    Column("art", Text, nullable=False),  # TOT, UE, I
    Column("unit", Text, nullable=False),  # INDL kr. per inhabitant of all ages · LOBM 1.000 kr.
    Column("amount_milli", BigInteger),  # thousandths of the unit; NULL with state missing
    Column("state", Text, nullable=False),  # ok | missing
    Column("source_file", Text, nullable=False, info={"origin": True}),
)

# Every other table of StatBank that the importers know (importers/statbank/tables.py), one figure a row.
# Levels stand side by side here as in the table itself: whoever adds up chooses one level, and looks at summable.
published_figure = Table(
    "published_figure",
    facts,
    Column("table_id", Text, nullable=False),  # FOLK1A
    Column("geography_code", Text, nullable=False),  # 0000 country, four digits a municipality, else as StatBank has it
    Column("level", Text, nullable=False),  # country | region | landsdel | group | municipality | unknown
    Column("period", Text, nullable=False),  # 2024 | 2025K1
    Column("dims", Text, nullable=False),  # JSON, column to code, keys in order: {"ALDER":"IALT","KØN":"TOT"}
    Column("label", Text, nullable=False),  # the codes' texts, as they were delivered
    Column("unit", Text, nullable=False),  # antal, 1.000 kr., kr. pr. indbygger, mio. kr., pct. …
    Column("summable", Boolean, nullable=False),  # whether the municipalities' figures may be added together
    Column("value_milli", BigInteger),  # thousandths of the unit; NULL unless the state is ok
    Column("state", Text, nullable=False),  # ok | missing | suppressed
    Column("source_file", Text, nullable=False, info={"origin": True}),
)
