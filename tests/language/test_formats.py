"""Numbers, money, dates and periods are written as people write them, in both languages."""

import datetime as dt
from collections.abc import Callable, Iterator

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


WRITERS: dict[str, Callable[[float], str]] = {
    "number": formats.number,
    "one decimal": lambda value: formats.number(value, 1),
    "numbers": lambda value: formats.numbers([value] * formats.COLUMN, 1)[-1],
    "percent": formats.percent,
    "percents": lambda value: formats.percents([value] * formats.COLUMN, 1)[-1],
    "kroner": formats.kroner,
    "all kroner": lambda value: formats.all_kroner([value] * formats.COLUMN)[-1],
    "millions": formats.millions,
    "all millions": lambda value: formats.all_millions([value] * formats.COLUMN)[-1],
    "file": lambda value: formats.for_file(value, 0),
    "file, one decimal": lambda value: formats.for_file(value, 1),
}
NEAR_NOTHING = st.floats(-1, 1) | st.sampled_from([-0.0, -1e-300, -0.5, -0.05, -0.0049, -49.9, -4_999_999.0]) | NUMBERS


@given(NEAR_NOTHING, st.sampled_from(sorted(WRITERS)), st.sampled_from(["da", "en"]))
def test_nothing_is_never_less_than_nothing(value: float, name: str, language: Language) -> None:
    set_language(language)
    text = WRITERS[name](value)
    set_language("da")
    minus = "-" in text or "\u2212" in text
    assert minus == (value < 0 and any(digit in text for digit in "123456789")), text


@given(NUMBERS, st.integers(0, 3), st.sampled_from(["da", "en"]))
def test_a_file_has_plain_numbers_that_a_spreadsheet_reads(value: float, decimals: int, language: Language) -> None:
    set_language(language)
    text = formats.for_file(value, decimals)
    set_language("da")
    assert float(text.replace(",", ".")) == pytest.approx(round(value, decimals))
    assert ("," in text, "." in text) == (decimals > 0 and language == "da", decimals > 0 and language == "en")


def test_one_and_many(language: str) -> None:
    one, many = ("1 sag", "2 sager") if language == "da" else ("1 case", "2 cases")
    assert plural("{n} case", "{n} cases", 1) == one
    assert plural("{n} case", "{n} cases", 2) == many
