"""The one way to turn a select into a DataFrame with the same dtypes on every engine.

pandas' own read_sql turns NUMERIC into float and DATE into object (anchors.md), so nobody calls it.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import sqlalchemy as sa

Kind = Literal["int", "float", "text", "date", "bool"]
DTYPES: dict[Kind, str] = {"int": "int64", "float": "float64", "text": "str", "date": "datetime64[s]", "bool": "bool"}


def read_frame(connection: sa.Connection, select: sa.Executable, columns: dict[str, Kind]) -> pd.DataFrame:
    """The rows of `select` under the names and dtypes of `columns`, in that order.

    A nullable whole number is declared "float" (NaN where missing). Raises ValueError when the select gives
    another number of columns.
    """
    rows = connection.execute(select).all()
    if rows and len(rows[0]) != len(columns):
        raise ValueError(f"the select gives {len(rows[0])} columns, {len(columns)} are declared")
    values: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pd.DataFrame(
        {name: pd.Series(list(v), dtype=DTYPES[kind]) for (name, kind), v in zip(columns.items(), values, strict=True)}
    )
