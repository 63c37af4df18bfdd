"""A small line without axes, as an inline picture with a text: no further chart to load."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from dashboard.figures.theme import COLOURS
from dashboard.layouts import plain as html

WIDTH, HEIGHT, MARGIN = 112, 34, 3


def sparkline(values: Sequence[float | None], text: str) -> html.Img | None:
    """The values from left to right; a missing one breaks the line. None where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    points = [None if value is None else (_x(i, len(values)), _y(value, low, high)) for i, value in enumerate(values)]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{_path(points)}" fill="none" stroke="{COLOURS["line"]}" stroke-width="2" stroke-linejoin="round"/>'
        f"{_dot(points)}</svg>"
    )
    data = b64encode(svg.encode()).decode()
    return html.Img(src=f"data:image/svg+xml;base64,{data}", alt=text, className="sparkline")


def _x(index: int, n: int) -> float:
    return MARGIN + index * (WIDTH - 2 * MARGIN) / max(n - 1, 1)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen_up = [], True
    for point in points:
        if point is not None:
            parts.append(f"{'M' if pen_up else 'L'}{point[0]:.1f} {point[1]:.1f}")
        pen_up = point is None
    return "".join(parts)


def _dot(points: Sequence[tuple[float, float] | None]) -> str:
    last = points[-1]
    return f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="3" fill="{COLOURS["line"]}"/>' if last else ""
