"""A delivery that would take away more than a quarter of what is held is asked about, with what would go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dashboard.importers import Report, load, render
from tests.importers.files import csv_file, table

CASES = ["Sagsnr.", "Modtaget", "Lukket"]
HOURS = ["Rådgiver", "Team", "Timer", "Fra"]
SERVICES = ["Indsatsnr.", "Barn", "Paragraf", "Fra"]
YEARS = ["År", "Antal 0-22-årige"]
ROUND = ["Nøgle", "Udsendt", "Besvaret", "Sp1"]


def cases(*numbers: int, closed: str = "") -> list[list[Any]]:
    return [[f"S-{number}", "01-02-2025", closed] for number in numbers]


def hours(n: int) -> list[list[Any]]:
    return [[f"rv{number}", "Nord", 37, "01-01-2025"] for number in range(n)]


def services(n: int) -> list[list[Any]]:
    return [[number, f"B{number}", "BL 82.3", "02-01-2025"] for number in range(n)]


def answers(n: int, answered: int) -> list[list[Any]]:
    return [[f"N{k}", "01-03-2025", *(["10-03-2025", 4] if k < answered else ["", ""])] for k in range(n)]


def deliver(tmp_path: Path, headings: list[str], rows: list[list[Any]], day: int, again: str = "") -> Report:
    file = csv_file(tmp_path / f"levering {day}.csv", headings, rows)
    as_of = dt.date(2025, 6, day)
    return load([file], data_folder=tmp_path / "data", municipality="0657", as_of=as_of, again=again)


# What is held, what comes, and what is said of it; '' where nothing is asked.
DELIVERIES: dict[str, tuple[list[str], list[list[Any]], list[list[Any]], str]] = {
    "43 cases and then 30": (CASES, cases(*range(43)), cases(*range(30)), "havde 43 sager, denne har 30; 13 åbne sager"),
    "another department's list": (CASES, cases(*range(20)), cases(*range(50, 80)), "20 åbne sager er ikke med"),
    "a quarter fewer": (CASES, cases(*range(40)), cases(*range(30)), ""),
    "closed ones stay on the list": (CASES, cases(*range(40)), cases(*range(5)) + cases(*range(5, 40), closed="01-06-2025"), ""),
    "a list of open ones with new ones": (CASES, cases(*range(20)), cases(*range(9, 29)), ""),
    "a short list": (CASES, cases(*range(9)), cases(1), ""),
    "hours": (HOURS, hours(12), hours(8), "havde 12 rækker, denne har 8"),
    "a few hours less": (HOURS, hours(12), hours(9), ""),
    "services": (SERVICES, services(20), services(14), "6 indsatser fra"),
    "a few services less": (SERVICES, services(20), services(15), ""),
    "answers": (ROUND, answers(20, 12), answers(20, 8), "0 inviterede og 4 svar"),
    "a few answers less": (ROUND, answers(20, 12), answers(20, 9), ""),
    "population": (YEARS, [[2025, 20_000]], [[2025, 14_000]], "var 20.000 og ville blive 14.000"),
    "a few persons less": (YEARS, [[2025, 20_000]], [[2025, 15_000]], ""),
    "invitations": (ROUND, answers(20, 0), answers(14, 0), "6 inviterede og 0 svar"),
}  # fmt: skip


@pytest.mark.parametrize("name", DELIVERIES)
def test_what_would_go_is_asked_about_and_gone_when_it_is_said(tmp_path: Path, name: str) -> None:
    headings, held, comes, asked = DELIVERIES[name]
    assert deliver(tmp_path, headings, held, 1).version
    report = deliver(tmp_path, headings, comes, 2)
    said = "\n".join(render(report))
    assert (report.version is None) == bool(asked), said
    if asked:
        assert asked in said
        assert "--leveret-foer erstat" in said
        assert deliver(tmp_path, headings, comes, 2, "erstat").version


def test_to_add_to_a_list_of_cases_is_no_answer(tmp_path: Path) -> None:
    deliver(tmp_path, CASES, cases(*range(43)), 1)
    assert deliver(tmp_path, CASES, cases(*range(30)), 2, "suppler").version is None
    assert len(table(tmp_path / "data", "case_file", "case_id")) == 43
