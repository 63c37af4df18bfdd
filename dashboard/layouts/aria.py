"""Attributes whose names hold a dash, which Python's keywords cannot."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """aria(labelledby="x") → {"aria-labelledby": "x"}."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """data(codes="x") → {"data-codes": "x"}."""
    return {f"data-{name}": value for name, value in attributes.items()}
