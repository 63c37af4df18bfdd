"""A ledger's amounts in SQL, read as values.ore reads them: twenty million are too many for Python.

What is written plainly is told apart by its shape alone, so that the sign before decimals is known of the whole file after
one scan; each other text comes into Python by itself.
"""

from __future__ import annotations

from dashboard.importers.numerals import OTHER, Sign
from dashboard.importers.units import Unit
from dashboard.importers.values import decimals_of

# For each shape an amount that is written so: whole, with decimals, with one and with several signs before thousands.
SHAPES = ("1", "1,5", "1.5", "1.000", "1,000", "1.000.000", "1,000,000")
WHOLE = SHAPES[0]
_MOST_DIGITS = 14  # of kroner


def plain(sign: str, unit: Unit | None = None) -> str:
    """The pattern of amounts that are read here: few enough digits for a bigint of øre, at most two decimals."""
    power = max(0, decimals_of(unit))
    groups = (_MOST_DIGITS - power) // 3 - 1
    grouped = [rf"[1-9]\d{{0,2}}({by}\d{{3}}){{1,{groups}}}" for by in (f"[{OTHER[sign]}]", " ")] if groups else []
    whole = "|".join([rf"\d{{1,{_MOST_DIGITS - power}}}", *grouped])
    return rf"-?({whole})" + (rf"([{sign}]\d{{1,2}})?" if decimals_of(unit) >= 0 else "")


def shape_sql(cell: str, unit: Unit | None) -> str:
    """SQL of the shape of a plain amount, or of the text itself."""
    cases = "".join(f"when regexp_full_match({cell}, '{plain(sign, unit)}') then {_shape(cell, sign)} " for sign in ",.")
    return f"case {cases}else {cell} end"


def _shape(cell: str, sign: str) -> str:
    other = OTHER[sign]
    return (
        f"case when contains({cell}, '{sign}') then '1{sign}5' when {cell} like '%{other}%{other}%' "
        f"then '1{other}000{other}000' when contains({cell}, '{other}') then '1{other}000' else '{WHOLE}' end"
    )


def odd_sql(cell: str, sign: Sign, unit: Unit | None) -> str:
    """SQL of what is not plain where this sign stands before decimals, else of a whole amount."""
    return f"case when regexp_full_match({cell}, '{plain(sign, unit)}') then '{WHOLE}' else {cell} end"


def plain_shapes(sign: str) -> list[str]:
    """The shapes of plain amounts where this sign stands before decimals."""
    return [shape for shape in SHAPES if shape == WHOLE or (shape[1] == sign) is shape.endswith("5")]


def ore_sql(text: str, sign: Sign, unit: Unit | None = None) -> str:
    """SQL of a plain amount in whole øre."""
    digits = f"replace(replace(replace({text}, '{OTHER[sign]}', ''), ' ', ''), '{sign}', '')"
    number = f"cast({digits} as bigint)"
    if decimals_of(unit) < 0:
        return number
    times = 10 ** decimals_of(unit)
    decimals = f"case when {text} like '%{sign}__' then 1 when {text} like '%{sign}_' then 10 else 100 end"
    return f"{number} * {decimals}" + (f" * {times}" if times > 1 else "")
