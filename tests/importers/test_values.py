"""Dates, amounts, hours and codes as they are written, and what is refused because it has two readings."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.importers import codes, values
from dashboard.importers.accounts import Account
from dashboard.importers.report import Bad


@pytest.mark.parametrize(
    ("written", "meant"),
    [("31-12-2025", (2025, 12, 31)), ("1.2.2025", (2025, 2, 1)), ("01/02/2025", (2025, 2, 1)),
     ("2025-02-01", (2025, 2, 1)), ("2025-02-01 13:45", (2025, 2, 1)), ("29-02-2024", (2024, 2, 29))],
)  # fmt: skip
def test_dates(written: str, meant: tuple[int, int, int]) -> None:
    assert values.date(written) == dt.date(*meant)


@pytest.mark.parametrize("written", ["29-02-2025", "1-2-25", "2025-13-01", "i går", "01-01-1900"])
def test_no_dates(written: Any) -> None:
    with pytest.raises(Bad, match="bad_date"):
        values.date(written)


@pytest.mark.parametrize("written", ["12/31/2025", "3/31/2026 22:30:00", "03/04/2026 10:00 PM"])
def test_a_month_before_its_day_is_told_as_that(written: str) -> None:
    with pytest.raises(Bad, match="month_before_day"):
        values.date(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-03-31T22:30:00Z", "2026-04-01"), ("2026-03-31T21:59:59Z", "2026-03-31"),  # summer time: two hours ahead
     ("2026-01-31T22:59:59Z", "2026-01-31"), ("2026-01-31 23:00 UTC", "2026-02-01"),  # winter time: one
     ("2026-03-31T22:30:00.1234567+00:00", "2026-04-01"), ("2026-03-31 22:30:00 +0000", "2026-04-01"),
     ("2026-03-31T23:30:00+02:00", "2026-03-31"), ("2026-03-31T23:30:00-05:00", "2026-04-01"),
     ("2026/03/31 10:15:22 PM GMT+1", "2026-03-31"), ("2026/03/31 11:15:22 PM GMT+1", "2026-04-01"),
     ("31-03-2026 23:59", "2026-03-31"), ("31.03.2026 kl. 23.59", "2026-03-31"), ("2026-03-31T23:59", "2026-03-31")],
)  # fmt: skip
def test_a_time_with_its_zone_is_the_day_it_was_in_denmark(written: str, day: str) -> None:
    assert values.date(written) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("written", ["31-03-2026 aflyst", "2026-03-31 24:00", "2026-03-31T22:30Z[UTC]", "31-03-2026 10:00 CET+1"])
def test_what_stands_behind_a_day_is_a_time_or_refused(written: str) -> None:
    with pytest.raises(Bad, match="bad_date"):
        values.date(written)


@pytest.mark.parametrize("written", [45292, "45292", 45292.5])
def test_the_number_by_which_excel_keeps_a_day_is_told_as_that(written: Any) -> None:
    with pytest.raises(Bad, match="serial_day"):
        values.date(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2025-03", 3), ("202503", 3), ("03-2025", 3), ("3/2025", 3), ("003.2025", 3), ("marts 2025", 3), ("Mar. 2025", 3), (202503, 3),
     (dt.date(2025, 3, 9), 3), ("09-03-2025", 3), ("december 2025", 12)],
)  # fmt: skip
def test_months(written: Any, meant: int) -> None:
    assert values.month(written) == 12 * 2025 + meant - 1


@pytest.mark.parametrize("written", ["2025-13", "013.2025", "3", "brumaire 2025", "2025", ""])
def test_no_months(written: str) -> None:
    with pytest.raises(Bad, match="bad_date"):
        values.month(written)


@pytest.mark.parametrize(
    ("written", "ore"),
    [("1.234,50", 123_450), ("1234,5", 123_450), ("1 234,50 kr.", 123_450), ("12", 1_200), ("-12,00", -1_200),
     ("\u221212", -1_200), ("12,00-", -1_200), ("(12,00)", -1_200), ("1.234.567", 123_456_700), ("1234.5", 123_450),
     (12.1, 1_210), (-3, -300), (0, 0), ("1,234.50", 123_450), (1e3, 100_000), ("1.234,-", 123_400)],
)  # fmt: skip
def test_amounts(written: Any, ore: int) -> None:
    assert values.ore(written) == ore


@pytest.mark.parametrize("written", ["1.23,4", "12,3,4", "tolv", "--1", "1e5", "", float("inf"), "12 %", "1.234.50"])
def test_no_amounts(written: Any) -> None:
    with pytest.raises(Bad, match="bad_number"):
        values.ore(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [("1.2345", "many_decimals"), ("0,005", "many_decimals"), ("1234,567", "many_decimals"), ("845,120", "which_decimal_sign"),
     ("12 EUR", "foreign_currency"), ("12 stk", "unit_in_cell")],
)  # fmt: skip
def test_amounts_that_are_not_guessed_at(written: str, code: str) -> None:
    with pytest.raises(Bad, match=code):
        values.ore(written)


def test_hours_are_thousandths_of_37() -> None:
    assert [values.hours(text) for text in ("37", "18,5", 0, "40", "30")] == [1000, 500, 0, 1081, 811]
    for text in ("41", "-1"):
        with pytest.raises(Bad, match="hours_out_of_range"):
            values.hours(text)


def test_answers() -> None:
    assert [values.answer(text) for text in (1, "5", "Ved ikke", "ved-ikke", " Helt  enig ")] == [
        1,
        5,
        None,
        None,
        "Helt enig",
    ]
    assert [values.answer(text) for text in ("5 - Helt enig", "9: Ved ikke", "Helt enig (5)", "-1", 100)] == [
        "5 - Helt enig", "9: Ved ikke", "Helt enig (5)", -1, 100,
    ]  # fmt: skip
    with pytest.raises(Bad, match="answer_not_whole"):
        values.answer("3,5")
    for text in ("3 møder med kommunen", "0101071234", "Vi har ventet meget længe på et svar fra jer"):
        with pytest.raises(Bad, match="free_text_answer"):
            values.answer(text)


def test_flags() -> None:
    assert [values.flag(text) for text in (1, "0", "Ja", "nej")] == [1, 0, 1, 0]
    with pytest.raises(Bad, match="bad_number"):
        values.flag("2")


@pytest.mark.parametrize(
    "written", ["528211003", 528211003, "5.28.21.1.003", "5-28-21-1-003", "01005-528211003-060601-109---"]
)
def test_account_strings(written: Any) -> None:
    assert codes.account(written) == Account("5.28.21", 1, "003")


@pytest.mark.parametrize("written", ["52821", "528210003", "528218003", "528211003-528221002", "5282110034", "x"])
def test_impossible_account_strings(written: str) -> None:
    with pytest.raises(Bad, match="impossible_account"):
        codes.account(written)


def test_functions_and_groupings() -> None:
    written = ("5.28.21", "5.28.21 Forebyggende", "52821", 52821, "5-28-21")
    assert {codes.function(text) for text in written} == {"5.28.21"}
    assert codes.function("2201") == "0.22.01"
    assert {codes.grouping(text) for text in ("3", 3, "003", "003 Familiebehandling")} == {"003"}
    assert codes.account("952599888") == Account("9.52.59", 9, "888")


def test_municipalities() -> None:
    for text in ("657", 657, "0657", "Herning", "herning kommune", "657 Herning"):
        assert codes.municipality(text) == "0657"
    for text in ("999", "Ringby", "0000"):
        with pytest.raises(Bad, match="unknown_municipality"):
            codes.municipality(text)


def test_keys_are_no_names() -> None:
    for text in ("R1", "17", "27.06.08-G01-12", "anha", "sag 12 B"):
        assert codes.key(text) == text
    assert codes.key(17) == "17"
    for text in ("Anne Hansen", "moren ringede om 2 ting", "x" * 41):
        with pytest.raises(Bad, match="not_a_key"):
            codes.key(text)


@pytest.mark.parametrize("text", ["=1+1", "+45", "-2", "@SUM(A1)", "=HYPERLINK(1)"])
@pytest.mark.parametrize("parse", [codes.key, codes.name, codes.explanation])
def test_nothing_that_a_spreadsheet_would_run_is_taken_in(parse: Callable[[Any], Any], text: str) -> None:
    with pytest.raises(Bad):
        parse(text)
