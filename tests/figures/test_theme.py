"""The look keeps its promises: contrast, the reader's language, one button, and figures plotly accepts."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from dashboard.figures.theme import COLOURS, SERIES, layout, locale_config, period_axis, period_ticks
from dashboard.language import set_language
from dashboard.measures import MAIN_CLASSES

WHITE = "#ffffff"


@pytest.fixture(params=["da", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("da")


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_as_wcag_computes_it() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)  # the well-known grey that just fails


@pytest.mark.parametrize("name", ["text", "secondary", *(name for name, _, _ in SERIES)])
def test_text_and_lines_can_be_read_on_white(name: str) -> None:
    assert contrast(COLOURS[name], WHITE) >= 4.5


@pytest.mark.parametrize("name", sorted(set(COLOURS) - {"band", "grid"}))
def test_marks_can_be_seen_on_white(name: str) -> None:
    assert contrast(COLOURS[name], WHITE) >= 3


def test_stacked_neighbours_differ() -> None:
    first, second, third = (COLOURS[name] for name in MAIN_CLASSES)
    assert contrast(first, second) >= 3
    assert contrast(second, third) >= 3


def test_series_differ_without_colour() -> None:
    assert len({dash for _, dash, _ in SERIES}) == len({marker for _, _, marker in SERIES}) == len(SERIES)


def test_plotly_accepts_the_layout(language: str) -> None:
    figure = go.Figure({"data": [], "layout": layout(xaxis=period_axis(["2025K1", "2025K2"]))})
    assert figure.layout.separators == (",." if language == "da" else ".,")
    assert not figure.layout.title.text
    assert contrast(figure.layout.modebar.color, WHITE) >= 3


def test_overrides_are_merged_key_by_key() -> None:
    merged = layout(yaxis={"range": [0, 1]}, bargap=0.2)
    assert merged["yaxis"]["range"] == [0, 1]
    assert merged["yaxis"]["fixedrange"] is True
    assert merged["bargap"] == 0.2
    assert "range" not in layout()["yaxis"]


def test_nothing_is_sent_anywhere_and_one_button_is_left(language: str) -> None:
    config = locale_config()
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert config["modeBarButtons"] == [["toImage"]]
    assert config["displaylogo"] is False
    assert config["locale"] == language


def test_plotlys_words_are_danish() -> None:
    danish = locale_config()["locales"]["da"]
    assert all(english != word for english, word in danish["dictionary"].items())
    assert danish["format"]["shortMonths"][:5] == ["jan.", "feb.", "mar.", "apr.", "maj"]
    assert danish["format"]["days"][0] == "søndag"


@pytest.mark.parametrize(
    ("key", "danish", "english"),
    [
        ("2025-07", "jul.<br>2025", "Jul<br>2025"),
        ("2025K3", "3. kvt.<br>2025", "Q3<br>2025"),
        ("2025", "2025", "2025"),
        ("2025-01/2025-02", "jan.–feb.<br>2025", "Jan–Feb<br>2025"),
        ("2024-12/2025-01", "dec. 2024–<br>jan. 2025", "Dec 2024–<br>Jan 2025"),
    ],
)
def test_ticks_in_the_readers_language(language: str, key: str, danish: str, english: str) -> None:
    assert period_ticks([key]) == ([key], [danish if language == "da" else english])


@pytest.mark.parametrize("count", [1, 5, 6, 7, 36, 120])
def test_few_ticks_and_the_last_period_among_them(count: int) -> None:
    keys = [f"{2000 + n}" for n in range(count)]
    chosen, texts = period_ticks(keys)
    assert len(chosen) == len(texts) <= 6
    assert chosen[-1] == keys[-1]
    assert period_ticks([]) == ([], [])
