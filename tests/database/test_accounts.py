"""The translation of accounts is whole and unambiguous, and the rollup puts each posting where it says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database import rollup_spending
from dashboard.database.accounts import (
    ACCOUNT_CLASSES,
    FUNCTION_NAMES,
    LADDER_STEPS,
    MAPPING_VERSION,
    account_class_rows,
)
from dashboard.database.metadata import facts
from dashboard.database.rollup_tables import spending_month
from dashboard.database.tables import account_class, coverage, ledger
from dashboard.measures import SPENDING_CLASSES
from dashboard.periods import month_text, parse_month
from tests.rounds import rounds


@pytest.fixture(scope="module")
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.connect() as opened:
        facts.create_all(opened, checkfirst=False)
        yield opened
    engine.dispose()


COVERED = {"municipality_code": "0657", "source": "ledger"}


def fill(
    connection: sa.Connection, postings: list[tuple[str, str, str, int, int]], classes: list[dict] | None = None
) -> None:
    """postings: month, function, grouping, dranst, øre."""
    for table in (account_class, coverage, ledger, spending_month):
        connection.execute(sa.delete(table))
    delivered = range(parse_month("2006-12"), parse_month("2025-10"))
    connection.execute(sa.insert(coverage), [COVERED | {"month": month} for month in delivered for _twice in "12"])
    connection.execute(sa.insert(account_class), account_class_rows() if classes is None else classes)
    names = ("month", "account_function", "grouping", "dranst", "amount_ore")
    rows = [dict(zip(names, (parse_month(p[0]), *p[1:]), strict=True)) for p in postings]
    if rows:
        connection.execute(sa.insert(ledger), [r | {"municipality_code": "0657", "cost_centre": ""} for r in rows])
    rollup_spending.build(connection)


def rolled(connection: sa.Connection) -> set[tuple[str, str, str, int]]:
    c = spending_month.c
    found = connection.execute(sa.select(c.month, c.account_function, c.spending_class, c.amount_ore)).all()
    return {(month_text(month), function, one, ore) for month, function, one, ore in found}


@pytest.mark.parametrize(
    ("month", "function", "grouping", "dranst", "expected"),
    [
        ("2024-01", "5.28.20", "003", 1, "placement"),
        ("2024-01", "5.28.21", "004", 1, "preventive"),
        ("2016-01", "5.28.22", "002", 1, "placement"),
        ("2015-12", "5.28.22", "002", 1, "unknown"),  # foster families stood on 5.28.20
        ("2024-01", "5.28.23", "", 1, "placement"),
        ("2024-01", "5.28.24", "", 1, "secured"),
        ("2024-01", "5.28.25", "", 1, "day_offer"),
        ("2024-01", "5.28.26", "", 1, "other"),
        ("2019-12", "5.28.26", "", 1, "unknown"),
        ("2025-08", "5.57.72", "009", 1, "compensating"),  # merudgiftsydelse
        ("2025-09", "5.57.72", "009", 1, "compensating"),  # kompensationsydelse
        ("2025-09", "5.57.72", "015", 1, "compensating"),
        ("2025-09", "5.57.72", "016", 1, "compensating"),
        ("2025-09", "5.57.72", "", 1, "other"),
        ("2025-09", "5.57.72", "010", 1, "other"),
        ("2025-09", "5.57.72", "009", 2, "refund"),
        ("2024-01", "5.22.07", "", 2, "refund"),
        ("2024-01", "5.22.07", "", 1, "unknown"),
        ("2024-01", "6.45.58", "", 1, "authority"),
        ("2024-01", "6.45.51", "", 1, "authority"),
        ("2024-01", "5.82.21", "", 1, "unknown"),  # a typing error is listed, not guessed at
        ("2024-01", "5.28.21", "", 3, "unknown"),
        ("2006-12", "5.28.21", "", 1, "unknown"),
    ],
)
def test_the_class_of_a_posting(
    connection: sa.Connection, month: str, function: str, grouping: str, dranst: int, expected: str
) -> None:
    fill(connection, [(month, function, grouping, dranst, 100)])
    assert rolled(connection) == {(month, function, expected, 100)}


def dated(first: str, last: str | None, grouping: str = "", spending_class: str = "placement") -> dict:
    ends = {"from_month": parse_month(first), "to_month": last and parse_month(last)}
    return {"account_function": "5.1", "grouping": grouping, "dranst": 1, "spending_class": spending_class} | ends


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2019-12", "unknown"), ("2020-01", "placement"), ("2020-06", "placement"), ("2020-07", "unknown")],
)
def test_a_class_is_in_force_from_its_first_month_to_its_last(
    connection: sa.Connection, month: str, expected: str
) -> None:
    fill(connection, [(month, "5.1", "003", 1, 1)], [dated("2020-01", "2020-06")])
    assert rolled(connection) == {(month, "5.1", expected, 1)}


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2019-12", "other"), ("2020-01", "placement"), ("2020-06", "placement"), ("2020-07", "other")],
)
def test_the_groupings_own_class_decides_while_it_is_in_force(
    connection: sa.Connection, month: str, expected: str
) -> None:
    fill(
        connection,
        [(month, "5.1", "003", 1, 1)],
        [dated("2020-01", "2020-06", "003"), dated("2000-01", None, "", "other")],
    )
    assert rolled(connection) == {(month, "5.1", expected, 1)}


def test_postings_of_one_class_add_up_over_groupings_and_not_over_months(connection: sa.Connection) -> None:
    fill(
        connection,
        [
            ("2024-01", "5.28.21", "003", 1, 100),
            ("2024-01", "5.28.21", "004", 1, -30),
            ("2024-02", "5.28.21", "003", 1, 5),
            ("2024-01", "5.57.72", "009", 1, 7),
            ("2024-01", "5.57.72", "001", 1, 9),
        ],
    )
    assert rolled(connection) == {
        ("2024-01", "5.28.21", "preventive", 70),
        ("2024-02", "5.28.21", "preventive", 5),
        ("2024-01", "5.57.72", "compensating", 7),
        ("2024-01", "5.57.72", "other", 9),
    }


def test_a_month_that_is_not_delivered_has_no_rows(connection: sa.Connection) -> None:
    fill(connection, [("2025-09", "5.28.21", "", 1, 100), ("2025-10", "5.28.21", "", 1, 7)])
    assert rolled(connection) == {("2025-09", "5.28.21", "preventive", 100)}


@pytest.mark.parametrize(("last", "first"), [("2020-06", "2020-06"), (None, "2021-01"), ("2020-12", "2019-01")])
def test_two_classes_in_force_at_once_are_refused(connection: sa.Connection, last: str | None, first: str) -> None:
    with pytest.raises(ValueError, match="5\\.1"):
        fill(connection, [], [dated("2020-01", last), dated(first, None)])


def test_one_class_after_the_other_is_not(connection: sa.Connection) -> None:
    fill(connection, [], [dated("2020-01", "2020-06"), dated("2020-07", None)])
    assert rolled(connection) == set()


POSTINGS = st.tuples(
    st.sampled_from(["2019-12", "2024-01", "2025-08", "2025-09"]),
    st.sampled_from([*FUNCTION_NAMES, "5.99.99"]),
    st.sampled_from(["", "003", "009", "015", "999"]),
    st.sampled_from([1, 2, 3]),
    st.integers(-(10**12), 10**12),
)


@settings(max_examples=rounds(200))
@given(st.lists(POSTINGS, max_size=30))
def test_no_money_is_lost_or_counted_twice(
    connection: sa.Connection, postings: list[tuple[str, str, str, int, int]]
) -> None:
    fill(connection, postings)
    assert sum(ore for *_, ore in rolled(connection)) == sum(posting[-1] for posting in postings)
    keys = sa.select(sa.func.count()).select_from(spending_month)
    assert connection.execute(keys).scalar_one() == len(rolled(connection))


def test_the_shipped_translation_is_unambiguous_and_named() -> None:
    for one, other in combinations(ACCOUNT_CLASSES, 2):
        if one[:3] == other[:3]:
            first, second = sorted((one, other), key=lambda row: row.from_month)
            assert first.to_month is not None
            assert first.to_month < second.from_month
    assert {row.spending_class for row in ACCOUNT_CLASSES} == set(SPENDING_CLASSES) - {"unknown"}
    assert {row.account_function for row in ACCOUNT_CLASSES} == set(FUNCTION_NAMES)
    assert MAPPING_VERSION


def test_only_accounts_whose_own_name_is_a_step_are_placed_on_the_ladder() -> None:
    placed = {(row.account_function, row.grouping): row.ladder_step for row in ACCOUNT_CLASSES if row.ladder_step}
    assert placed == {("5.28.22", "004"): 5, ("5.28.22", "005"): 4, ("5.28.23", ""): 6}
    steps = {name: number for number, name in LADDER_STEPS.items()}
    assert list(LADDER_STEPS) == [1, 2, 3, 4, 5, 6]
    assert steps["Anbringelse i slægt eller netværk"] == 4


def test_a_placed_grouping_is_of_its_functions_class() -> None:
    """A step must not move money between the classes."""
    whole = {row.account_function: row for row in ACCOUNT_CLASSES if row.grouping == "" and row.dranst == 1}
    for row in ACCOUNT_CLASSES:
        if row.ladder_step is not None:
            assert row.spending_class == whole[row.account_function].spending_class
            assert row.from_month == whole[row.account_function].from_month
