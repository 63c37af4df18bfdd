"""Numbers, money, dates and periods are written as people write them, in both languages."""

import datetime as dt

import pytest

from dashboard.language import current_language, formats, plural, set_language

NBSP = "\u00a0"


@pytest.fixture(params=["da", "en"])
def language(request: pytest.FixtureRequest) -> str:
    set_language(request.param)
    return str(request.param)


CASES = [
    (lambda: formats.number(1234.5, 1), "1.234,5", "1,234.5"),
    (lambda: formats.number(-4394), "\u22124.394", "\u22124,394"),
    (lambda: formats.number(-0.04, 1), "0,0", "0.0"),
    (lambda: formats.percent(0.123, 1), f"12,3{NBSP}%", "12.3%"),
    (lambda: formats.millions(120_000_000), f"1,2{NBSP}mio.{NBSP}kr.", f"DKK{NBSP}1.2{NBSP}million"),
    (lambda: formats.kroner(116_700), f"1.167{NBSP}kr.", f"DKK{NBSP}1,167"),
    (lambda: formats.period("2025K3"), "3. kvt. 2025", "Q3 2025"),
    (lambda: formats.period("2025"), "2025", "2025"),
    (lambda: formats.period("2025-01"), "jan. 2025", "Jan 2025"),
    (lambda: formats.date(dt.date(2026, 3, 1)), "1. marts 2026", "1 March 2026"),
    (lambda: formats.short_date(dt.date(2026, 3, 1)), "01-03-2026", "01/03/2026"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_written_as_people_write(case: tuple, language: str) -> None:
    write, danish, english = case
    assert write() == (danish if language == "da" else english)
    assert current_language() == language


def test_one_and_many(language: str) -> None:
    one, many = ("1 sag", "2 sager") if language == "da" else ("1 case", "2 cases")
    assert plural("{n} case", "{n} cases", 1) == one
    assert plural("{n} case", "{n} cases", 2) == many
