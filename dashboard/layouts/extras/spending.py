"""Below spending: does the budget hold, which accounts, which are unknown, and Danmarks Statistik's own figures."""

from __future__ import annotations

from math import isnan
from typing import Any

import pandas as pd

from dashboard.exports.columns import municipality_text
from dashboard.exports.published import is_near, published_unit
from dashboard.findings.spending import class_name, deviation_words
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.layouts.extras.block import block, shown
from dashboard.layouts.table import table
from dashboard.shapes import Answer

Row = dict[str, Any]


def spending(answer: Answer) -> list[Any]:
    """Budget, accounts, unknown accounts and published figures, each only where there is something to show."""
    parts = answer.parts
    blocks = []
    if budget := parts["budget"].records():
        blocks.append(_budget_block(answer, budget))
    if len(parts["functions"]):
        blocks.append(block(_("By account"), _functions(answer, parts["functions"].records())))
    if len(parts["unknown"]):
        text = _("These accounts are in no class: they are listed, never guessed at.")
        blocks.append(block(_("Unknown accounts"), _unknown(parts["unknown"].records()), text=text))
    if len(parts["published"]):
        blocks += published_blocks(parts["published"].frame)
    return blocks


def _budget_block(answer: Answer, rows: list[Row]) -> html.Div:
    year, as_of = str(answer.filters.period.last // 12), formats.date(min(row["as_of"] for row in rows))
    return block(
        _("Does the budget for {year} hold?", year=year),
        _budget(answer, rows),
        text=_("1,000 DKK, as of {date}. The deviation is expected accounts less corrected budget.", date=as_of),
    )


def _budget(answer: Answer, rows: list[Row]) -> html.Div:
    several = len({row["municipality_code"] for row in rows}) > 1
    headings = [
        _("Kind"),
        _("Original budget"),
        _("Supplements"),
        _("Corrected budget"),
        _("Spent so far"),
        _("Expected accounts"),
        _("Deviation"),
        _("Explanation"),
    ]
    return table(
        _("Budget and expected accounts, 1,000 DKK"),
        [_("Municipality"), *headings] if several else headings,
        [
            [*([municipality_text(answer, row["municipality_code"])] if several else []), *_budget_cells(row)]
            for row in rows
        ],
        numeric=slice(1 + several, -1),
    )


def _budget_cells(row: Row) -> list[str]:
    amounts = [shown(row[name], _thousands) for name in ("original", "supplement", "corrected", "actual", "expected")]
    if isnan(row["expected"]):
        amounts[4] = _("not stated yet")
        return [class_name(row["spending_class"]), *amounts, _("not stated yet"), row["reason"]]
    explained = row["reason"] or (_("explanation missing") if row["deviation"] else "")
    return [class_name(row["spending_class"]), *amounts, deviation_words(row["corrected"], row["expected"]), explained]


def _thousands(ore: float) -> str:
    return formats.number(ore / 100_000)


def _functions(answer: Answer, rows: list[Row]) -> html.Div:
    per_child = answer.filters.unit == "child"
    write = formats.kroner if per_child else formats.millions
    return table(
        _("Net spending by account function"),
        [_("Account"), _("Kind"), _("DKK per 0-22-year-old per year") if per_child else _("DKK")],
        [
            [
                f"{row['account_function']} {row['name']}".strip(),
                class_name(row["spending_class"]),
                shown(row["value"], write, row["state"]),
            ]
            for row in rows
        ],
        numeric=slice(2, None),
    )


def _unknown(rows: list[Row]) -> html.Div:
    return table(
        _("Accounts without a class"),
        [_("Account"), _("DKK")],
        [[row["account_function"], formats.kroner(row["amount"])] for row in rows],
    )


def published_blocks(rows: pd.DataFrame) -> list[html.Div]:
    """Danmarks Statistik's figures under their own name, one block per table, account, year and unit.

    Side by side and never added: a share cannot be made of accounts of which some are missing.
    """
    keys = ["table_id", "year", "account_function", "label", "unit"]
    return [_published_block(dict(zip(keys, key, strict=True)), part) for key, part in rows.groupby(keys, sort=True)]


def _published_block(key: dict[str, Any], rows: pd.DataFrame) -> html.Div:
    title = _(
        "Danmarks Statistik, {table} {year}: {label}", table=key["table_id"], year=key["year"], label=key["label"]
    )
    unit = published_unit(key["unit"])
    text = _("{unit}, current prices, net; the whole specialised children's area.", unit=unit)
    near = rows[[is_near(row) for row in rows.to_dict("records")]]
    everyone = html.Details([html.Summary(_("Show all municipalities")), _published_table(rows, unit)])
    return block(title, _published_table(near, unit), everyone, text=text)


def _published_table(rows: pd.DataFrame, unit: str) -> html.Div:
    ordered = rows.sort_values("municipality_code")
    return table(
        _("Published by Danmarks Statistik"),
        [_("Municipality"), unit],
        [[row["name"], shown(row["value"], formats.number, row["state"])] for row in ordered.to_dict("records")],
    )
