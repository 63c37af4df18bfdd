"""What a delivery to Danmarks Statistik may hold: the rules of its public schemas, as declarations of our own.

Sources: DST_BoernMedHandicapLeveranceL231Struktur and the schemas it includes (elements, order, lengths, patterns).
The schema of ForanstaltningStruktur is not public; its elements are those that OS2bos delivers, so what is not known
there is passed over instead of refused. Kinds of report and FormID are OS2bos' too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.database.service_types import Stream

NAMESPACE = "http://rep.oio.dk/dst.dk/xml/schemas/2010/04/16/"
ENVELOPE_NAMESPACE = "http://rep.oio.dk/dst.dk/xml/schemas/2002/06/28/"

NEW, CHANGED, CANCELLED = "ny", "ændring", "annullering"

# ddmmyy and four digits, or ten zeros for a person without a number. 29 February is allowed in every year.
_CPR = re.compile(
    r"(?:(?:0[1-9]|[12]\d|3[01])(?:01|03|05|07|08|10|12)|(?:0[1-9]|[12]\d|30)(?:04|06|09|11)|(?:0[1-9]|[12]\d)02)\d{6}"
    r"|0{10}",
    re.ASCII,
)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Element:
    """One element of a record. private: what stands in it is never repeated, and never kept as it stands."""

    name: str
    fault: str  # the code where `holds` is False
    holds: Callable[[str], bool]
    required: bool = True
    private: bool = False
    longest: int = 0  # signs, of a text


@dataclass(frozen=True)
class Form:
    """One kind of delivery. The names are those of its elements; '' is an element that this kind does not have."""

    stream: Stream
    root: str
    collection: str
    record: str
    elements: tuple[Element, ...]
    service: str
    persons: tuple[str, ...]  # exactly one of them stands in a record
    code: str
    start: str
    end: str
    report_type: str = ""
    origin_service: str = ""
    origin_person: str = ""
    closed: bool = True  # an element that is not declared is a fault

    @property
    def system(self) -> str:
        return f"dst-{self.stream}"


def day(text: str) -> str | None:
    """The day of an xs:date as ISO, without its zone."""
    found = _DATE.fullmatch(text)
    return found[1] if found else None


def _length(shortest: int, longest: int) -> Callable[[str], bool]:
    return lambda text: shortest <= len(text) <= longest


def _pattern(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(expression, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _text(name: str, longest: int, *, required: bool = True, private: bool = False) -> Element:
    return Element(name, "xml_length", _length(1, longest), required, private, longest)


def _is_cpr(text: str) -> bool:
    return _CPR.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    return day(text) is not None


def _is_kind(text: str) -> bool:
    return text.casefold() in (NEW, CHANGED, CANCELLED)


HANDICAP = Form(
    stream="handicap",
    root="BoernMedHandicapLeveranceL231Struktur",
    collection="BoernMedHandicapSagStrukturSamling",
    record="BoernMedHandicapSagStruktur",
    elements=(
        _text("INDSATSFORLOEB_ID", 50),
        Element("INDBERETNINGSTYPE", "xml_report_type", _is_kind),
        Element("CPR", "xml_not_cpr", _is_cpr, required=False, private=True),
        _text("UDL_NR", 256, required=False, private=True),
        Element("KOEN", "xml_one_digit", _pattern(r"\d"), required=False, private=True),
        Element("FOEDDAG", "xml_private_date", _is_day, required=False, private=True),
        Element("INDSATS_KODE", "xml_three_digits", _pattern(r"\d{3}")),
        Element("INDSATS_STARTDATO", "xml_date", _is_day),
        Element("INDSATS_SLUTDATO", "xml_date", _is_day, required=False),
        _text("SAGSBEHANDLER", 100, required=False, private=True),
        _text("ORIGIN_INDSATSFORLOEB_ID", 50, required=False),
        _text("ORIGIN_PERSON_ID", 256, required=False, private=True),
    ),
    service="INDSATSFORLOEB_ID",
    persons=("CPR", "UDL_NR"),
    code="INDSATS_KODE",
    start="INDSATS_STARTDATO",
    end="INDSATS_SLUTDATO",
    report_type="INDBERETNINGSTYPE",
    origin_service="ORIGIN_INDSATSFORLOEB_ID",
    origin_person="ORIGIN_PERSON_ID",
)

PREVENTIVE = Form(
    stream="preventive",
    root="UdsatteBoernOgUngeLeveranceL201U1Struktur",
    collection="ForanstaltningStrukturSamling",
    record="ForanstaltningStruktur",
    elements=(
        Element("UdsatBarnCPRidentifikator", "xml_not_cpr", _is_cpr, private=True),
        Element("FormynderCPRidentifikator", "xml_not_cpr", _is_cpr, required=False, private=True),
        _text("ForanstaltningId", 50),
        Element("ForanstaltningKode", "xml_three_digits", _pattern(r"\d{3}")),
        Element("ForanstaltningStartDato", "xml_date", _is_day),
        Element("ForanstaltningSlutDato", "xml_date", _is_day, required=False),
    ),
    service="ForanstaltningId",
    persons=("UdsatBarnCPRidentifikator",),
    code="ForanstaltningKode",
    start="ForanstaltningStartDato",
    end="ForanstaltningSlutDato",
    closed=False,
)

FORMS: dict[str, Form] = {form.root: form for form in (HANDICAP, PREVENTIVE)}

# Of the envelope: what is read, and what it has to look like.
ENVELOPE: dict[str, Callable[[str], bool]] = {
    "SurveyID": _length(1, 50),
    "FormID": _length(1, 15),
    "Period": _pattern(r"(?:19|20)\d\dM(?:0[1-9]|1[0-2])"),
    "EntityIDType": lambda text: text.casefold() == "kommune",
    "EntityID": _pattern(r"\d{3,4}"),
}
