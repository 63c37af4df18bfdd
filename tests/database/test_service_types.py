"""A paragraph or code means the service that its law meant on the day, or nothing: two readings are none."""

import datetime as dt

import pytest

from dashboard.database.paragraphs import by_paragraph, parse
from dashboard.database.service_types import BY_CODE, REFERENCES, SERVICE_TYPES, by_dst

BEFORE, SPRING, AUTUMN = dt.date(2023, 5, 1), dt.date(2025, 5, 1), dt.date(2025, 10, 1)


@pytest.mark.parametrize(
    ("text", "law", "number"),
    [
        ("SEL § 52, stk. 3, nr. 2", "SEL", "52.3.2"),
        ("SEL-52-3.7 Anbringelse uden for hjemmet", "SEL", "52.3.7"),
        ("Lov om social service § 32 a, stk. 1", "SEL", "32a.1"),
        ("SEL-32-a", "SEL", "32a"),
        ("BL 32.1.2", "BL", "32.1.2"),
        ("barnets lov §  82 Stk. 3", "BL", "82.3"),
        ("§ 86", "", "86"),
        ("SEL § 44, jf. § 84, stk. 1", "SEL", "44/84.1"),
    ],
)
def test_a_paragraph_is_read_as_people_and_systems_write_it(text: str, law: str, number: str) -> None:
    assert parse(text) == (law, number)


@pytest.mark.parametrize("text", ["Anden hjælp", "528211003", "2025-01", "", "§ 52 og § 54", "12345"])
def test_what_is_no_paragraph_means_nothing(text: str) -> None:
    assert parse(text) is None
    assert by_paragraph(text) == ""


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("SEL § 52, stk. 3, nr. 5", BEFORE, "support_stay"),
        ("SEL § 52, stk. 3, nr. 5", AUTUMN, "support_stay"),  # granted before, still running
        ("BL § 32, stk. 1, nr. 7", SPRING, "support_stay"),
        ("BL § 32, stk. 1, nr. 7", BEFORE, ""),  # the law was not there
        ("SEL §52.3.3 / BL §32.1.5", SPRING, "family_treatment"),  # as Danmarks Statistik labels it
        ("BL § 86", SPRING, "extra_costs"),
        ("BL § 86", AUTUMN, "compensation"),
        ("BL § 86", None, ""),
        ("SEL § 41", AUTUMN, "extra_costs"),
        ("§ 86", SPRING, ""),  # training in the one law, a benefit in the other
        ("§ 45", BEFORE, "companion"),
        ("§ 45", SPRING, ""),
        ("SEL § 52", BEFORE, ""),  # ten services
        ("BL § 81", SPRING, "disability_advice"),
        ("BL § 81, stk. 4", SPRING, "family_guidance"),
        ("SEL § 42, stk. 1", BEFORE, "lost_earnings"),
        ("BL § 130", SPRING, ""),
        ("SEL § 107", SPRING, ""),
    ],
)
def test_what_it_means_hangs_on_law_and_day(text: str, day: dt.date | None, code: str) -> None:
    assert by_paragraph(text, day) == code


def test_danmarks_statistiks_codes_are_those_of_their_stream() -> None:
    assert [by_dst(code, "handicap") for code in ("001", "002", "003", "008", "405", "999")] == [
        "special_day_offer", "home_training", "special_club", "other_day_offer", "", "",
    ]  # fmt: skip
    assert by_dst("405", "preventive") == by_dst("405") == "consulting"


def test_each_service_is_found_by_each_of_its_own_references() -> None:
    assert len(BY_CODE) == len(SERVICE_TYPES)
    days = {"SEL": BEFORE, "BL": SPRING}
    for reference in REFERENCES:
        day = reference.granted_from if reference.code == "compensation" else days[reference.law]
        assert by_paragraph(f"{reference.law} § {reference.paragraph}", day) == reference.code


def test_old_grants_of_extra_costs_run_until_they_are_reassessed() -> None:
    old, new = BY_CODE["extra_costs"], BY_CODE["compensation"]
    assert (old.valid_to, new.valid_from, old.runs_to) == (
        dt.date(2025, 9, 1),
        dt.date(2025, 9, 1),
        dt.date(2027, 9, 1),
    )
