"""Are the 98 municipalities the right ones, and does a name find its code?"""

from collections import Counter

import pytest

from dashboard.database.municipalities import ALIASES, MUNICIPALITIES, by_name


def test_there_are_98_in_the_known_numbers_by_region_and_group() -> None:
    assert len(MUNICIPALITIES) == 98
    assert Counter(m.region for m in MUNICIPALITIES.values()) == {
        "Region Hovedstaden": 29,
        "Region Sjælland": 17,
        "Region Syddanmark": 22,
        "Region Midtjylland": 19,
        "Region Nordjylland": 11,
    }
    assert sorted(Counter(m.group_name for m in MUNICIPALITIES.values()).values()) == [3, 16, 24, 24, 31]
    assert all(len(code) == 4 and code.isdigit() and m.code == code for code, m in MUNICIPALITIES.items())


def test_every_name_finds_its_own_code() -> None:
    assert all(by_name(m.name) == code for code, m in MUNICIPALITIES.items())
    assert all(by_name(name) == code and code in MUNICIPALITIES for name, code in ALIASES.items())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Københavns Kommune", "0101"),
        ("Høje Taastrup", "0169"),
        ("Århus", "0751"),
        (" herning  kommune ", "0657"),
        ("Bornholms Regionskommune", "0400"),
        ("Nordfyn", "0480"),
        ("Vesthimmerland", "0820"),
        ("Hele landet", None),
        ("Christiansø", None),
        ("", None),
    ],
)
def test_names_met_in_the_wild(name: str, code: str | None) -> None:
    assert by_name(name) == code
