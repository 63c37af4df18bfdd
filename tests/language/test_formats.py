"""Numbers, money, dates and periods are written as people write them, in both languages."""

import datetime as dt
from collections.abc import Iterator

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from dashboard.language import Language, current_language, formats, plural, set_language

NBSP = "\u00a0"


@pytest.fixture(params=["da", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield str(request.param)
    set_language("da")


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


NUMBERS = st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12) | st.integers(-(10**5), 10**5).map(lambda n: n / 1000)


@given(NUMBERS, st.integers(0, 3), st.sampled_from(["da", "en"]))
def test_numbers_are_babels_with_a_real_minus(value: float, decimals: int, language: Language) -> None:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, format=pattern, locale={"da": "da_DK", "en": "en_GB"}[language])
    nothing = not text.strip("-0,.")
    set_language(language)
    found = formats.number(value, decimals)
    set_language("da")
    assert found == (text.lstrip("-") if nothing else text.replace("-", "\u2212"))


@given(
    st.lists(NUMBERS | st.sampled_from([-0.0, -0.04, 0.5, 2.5, 0.125]), min_size=formats.COLUMN),
    st.integers(0, 3),
    st.sampled_from(["da", "en"]),
)
def test_a_column_is_written_as_its_numbers_one_by_one(values: list[float], decimals: int, language: Language) -> None:
    set_language(language)
    together, apart = formats.numbers(values, decimals), [formats.number(value, decimals) for value in values]
    millions = formats.all_millions(values), [formats.millions(value) for value in values]
    set_language("da")
    assert together == apart
    assert millions[0] == millions[1]


def test_one_and_many(language: str) -> None:
    one, many = ("1 sag", "2 sager") if language == "da" else ("1 case", "2 cases")
    assert plural("{n} case", "{n} cases", 1) == one
    assert plural("{n} case", "{n} cases", 2) == many
