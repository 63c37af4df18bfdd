"""Texts that no column means, whatever it holds: Excel's errors, its truth values, and letters lost on the way."""

from __future__ import annotations

import re
from typing import Any

from dashboard.importers import codes, letters, values
from dashboard.importers.template import Column

# In English, as workbooks keep them, and in Danish, as a Danish Excel writes them into a CSV file.
_ERROR = re.compile(
    r"#(?:n/a|i/t|ref!|reference!|value!|værdi!|name\?|navn\?|div/0!|division/0!|num!|null!|nul!|spill!|overløb!|calc!|"
    r"beregn!|getting_data|field!|felt!|busy!|#{2,})",
    re.IGNORECASE,
)
_TRUTH = frozenset(("sand", "falsk", "true", "false"))
_NAMES = (codes.name, codes.key)
_MAY_BE_TRUE = (values.flag, values.answer)


def unusable(column: Column, cell: Any) -> str:
    """The fault's code, '' where the column may look at the cell."""
    if not isinstance(cell, str):
        return ""
    if cell.startswith("#") and _ERROR.fullmatch(cell):
        return "excel_error"
    if cell.casefold() in _TRUTH and column.parse not in _MAY_BE_TRUE:
        return "truth_value"
    if "?" in cell and column.parse in _NAMES:  # the last letter too may have become one: Ær?
        return "broken_letters"
    return "broken_letters" if letters.broken(cell) else ""
