"""Which services are there for a child, in which law, from when to when, and with which code at Danmarks Statistik?

Two laws live side by side: what was granted under serviceloven (SEL) goes on until a new decision under barnets lov
(BL), which has been the law for new decisions since 1 January 2024 (BL § 213). The paragraph is therefore data with
dates. A reference to a whole section holds its subsections too, unless one of them is a service of its own.

Sources: Danmarks Statistik's labels in ISBU01, BU04A and HANDBU03 (both laws and its codes); BL §§ 30-32, 43, 46-47,
53-54, 75, 81-82, 86-90, 114; OS2bos' list of paragraphs (names in SEL § 52); L 201 (2024-25) for
kompensationsydelse. Left out because no public source was seen: BL's numbers for SEL § 11, stk. 3, nr. 4, stk. 4
and stk. 6, and Danmarks Statistik's codes for § 32 and § 52. What is not here is listed, never guessed.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

ServiceClass = Literal["preventive", "placement", "compensating", "day_offer", "other"]
Stream = Literal["handicap", "preventive"]

NEW_LAW = dt.date(2024, 1, 1)  # new decisions are made under barnets lov
COMPENSATION = dt.date(2025, 9, 1)  # kompensationsydelse takes the place of merudgiftsydelse
LAST_EXTRA_COSTS = dt.date(2027, 9, 1)  # by then every old grant has been reassessed


class ServiceType(NamedTuple):
    """One service. name is an English message id; sel and bl are paragraphs as `52.3.5`.

    New grants are made in [valid_from, valid_to); those made before go on, at the latest until runs_to.
    """

    code: str
    name: str
    service_class: ServiceClass
    sel: tuple[str, ...] = ()
    bl: tuple[str, ...] = ()
    dst: tuple[tuple[Stream, str], ...] = ()
    valid_from: dt.date | None = None  # None: as long as the law it stands in
    valid_to: dt.date | None = None
    runs_to: dt.date | None = None


class Reference(NamedTuple):
    """One paragraph of one law and the service it means for grants of [granted_from, granted_to); '' is none here."""

    law: Literal["SEL", "BL"]
    paragraph: str
    code: str
    granted_from: dt.date | None
    granted_to: dt.date | None


def _early(code: str, name: str, sel: str, bl: str, dst: str) -> ServiceType:
    return ServiceType(code, name, "preventive", (sel,), (bl,) if bl else (), (("preventive", dst),))


def _supportive(code: str, name: str, sel: str, bl: str) -> ServiceType:
    return ServiceType(code, name, "preventive", (sel,), (bl,))


def _handicap(code: str, name: str, service_class: ServiceClass, laws: str, dst: str) -> ServiceType:
    """Of the disability stream: the kinds 1-8 of HANDBU03, which the delivery writes with three digits."""
    *sel, bl = laws.split()
    return ServiceType(code, name, service_class, tuple(sel), (bl,), (("handicap", dst),))


SERVICE_TYPES: tuple[ServiceType, ...] = (
    _early("consulting", "Consulting for families", "11.3.1", "30.1.1", "405"),
    _early("network_groups", "Network or conversation groups", "11.3.2", "30.1.2", "401"),
    _early("family_planning", "Advice on family planning", "11.3.3", "30.1.3", "402"),
    _early("other_early", "Other early preventive help", "11.3.4", "", "403"),
    _early("leisure", "Economic support for leisure activities", "11.6", "", "404"),
    _early("economic_support", "Economic support for consulting", "11.4.1", "", "407"),
    # The same heading in both laws; that they are one is inferred from it.
    _early("disability_advice", "Advice, examination and treatment", "11.7", "81", "409"),
    ServiceType("family_guidance", "Family guidance", "preventive", ("11.8",), ("81.4",)),
    _supportive("support_day_care", "Stay in day care or leisure centre", "52.3.1", "32.1.1"),
    _supportive("support_at_home", "Practical and pedagogical support at home", "52.3.2", "32.1.2"),
    _supportive("contact_person", "Contact person", "52.3.6", "32.1.3"),
    _supportive("trainee_post", "Trainee post", "52.3.8", "32.1.4"),
    _supportive("family_treatment", "Family treatment", "52.3.3", "32.1.5"),
    _supportive("family_stay", "24-hour stay for the whole family", "52.3.4", "32.1.6"),
    _supportive("support_stay", "Support stay", "52.3.5", "32.1.7"),
    _supportive("other_support", "Other support", "52.3.9", "32.1.8"),
    ServiceType("parent_support", "Support person for parents", "preventive", ("54",), ("75",)),
    # Danmarks Statistik counts these three with the supportive measures, though the child is placed.
    ServiceType("child_support", "Support person for the placed child", "preventive", (), ("53.2",),
                (("preventive", "462"),), NEW_LAW),
    ServiceType("friend_family_network", "Friend family in the network of the placed child", "preventive", (), ("54.1",),
                (("preventive", "463"),), NEW_LAW),
    ServiceType("friend_family", "Friend family outside the network of the placed child", "preventive", (), ("54.2",),
                (("preventive", "464"),), NEW_LAW),
    _handicap("special_day_offer", "Special day offer", "day_offer", "32 82.1", "001"),
    _handicap("home_training", "Home training", "compensating", "32a 82.3", "002"),
    _handicap("special_club", "Special club", "day_offer", "36 82.2", "003"),
    _handicap("personal_help", "Personal and practical help", "other", "44/83 83 90.1", "004"),
    _handicap("respite", "Respite", "other", "44/84 84 90.2", "005"),
    _handicap("training", "Maintenance training", "other", "44/86.2 86.2 90.3", "006"),
    _handicap("companion", "Companion for 12-18 years", "other", "45 89.1", "007"),
    ServiceType("other_day_offer", "Other day offer", "day_offer", (), ("82.4",), (("handicap", "008"),), NEW_LAW),
    ServiceType("extra_costs", "Extra costs benefit", "compensating", ("41",), ("86",),
                valid_to=COMPENSATION, runs_to=LAST_EXTRA_COSTS),
    ServiceType("compensation", "Compensation benefit", "compensating", (), ("86",), valid_from=COMPENSATION),
    ServiceType("lost_earnings", "Lost earnings", "compensating", ("42",), ("87", "88")),
    ServiceType("placement_consent", "Placement with consent", "placement", ("52.3.7",), ("46",)),
    ServiceType("placement_no_consent", "Placement without consent", "placement", ("58",), ("47",)),
    ServiceType("youth_stay", "24-hour stay for 18-22 years", "placement", ("76.3.1",), ("114.1.1", "120")),
    ServiceType("youth_support", "Support for 18-22 years", "other", ("76.2", "76.3.2", "76.3.3", "76.3.4"),
                ("114.1.2", "114.1.3", "114.1.4")),
)  # fmt: skip

# Other measures of barnets lov that are reported (BEK 1295 of 2023, § 1), without a service above: they keep a
# paragraph that does not name its law from being taken for serviceloven's of the same number.
_OTHER_IN_BL = ("31", "35.1", "35.3", "35.4", "38", "39", "45.3", "49", "62.2", "67", "115", "118", "127", "130")

BY_CODE: dict[str, ServiceType] = {kind.code: kind for kind in SERVICE_TYPES}


def _references(kind: ServiceType) -> list[Reference]:
    sel = [Reference("SEL", p, kind.code, kind.valid_from, NEW_LAW) for p in kind.sel]
    since = max(NEW_LAW, kind.valid_from or NEW_LAW)
    return sel + [Reference("BL", p, kind.code, since, kind.valid_to) for p in kind.bl]


REFERENCES: tuple[Reference, ...] = (
    *(reference for kind in SERVICE_TYPES for reference in _references(kind)),
    *(Reference("BL", paragraph, "", NEW_LAW, None) for paragraph in _OTHER_IN_BL),
)
_BY_DST: dict[tuple[str, str], str] = {(s, code): kind.code for kind in SERVICE_TYPES for s, code in kind.dst}


def by_dst(code: str, stream: Stream | None = None) -> str:
    """Our code of Danmarks Statistik's three digits in a stream, or in either of them; '' where nobody knows."""
    streams = (stream,) if stream else ("handicap", "preventive")
    found = {_BY_DST[s, code] for s in streams if (s, code) in _BY_DST}
    return found.pop() if len(found) == 1 else ""
