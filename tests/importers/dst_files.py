"""Deliveries to Danmarks Statistik as case systems write them, to the public shape; every person is made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dashboard.importers.pseudonyms import new_key
from dashboard.settings import settings

XMLNS = "http://rep.oio.dk/dst.dk/xml/schemas/2010/04/16/"
ENVELOPE = "http://rep.oio.dk/dst.dk/xml/schemas/2002/06/28/"
Record = Mapping[str, str]


def record(number: str, cpr: str = "0101071234", kind: str = "Ny", code: str = "001", **more: str) -> dict[str, str]:
    """A record of the disability stream; more: elements by name, '' leaves one out."""
    given = {
        "INDSATSFORLOEB_ID": number, "INDBERETNINGSTYPE": kind, "CPR": cpr, "INDSATS_KODE": code,
        "INDSATS_STARTDATO": "2025-01-01",
    } | more  # fmt: skip
    order = ["INDSATSFORLOEB_ID", "INDBERETNINGSTYPE", "CPR", "UDL_NR", "KOEN", "FOEDDAG", "INDSATS_KODE",
             "INDSATS_STARTDATO", "INDSATS_SLUTDATO", "SAGSBEHANDLER", "ORIGIN_INDSATSFORLOEB_ID",
             "ORIGIN_PERSON_ID"]  # fmt: skip
    return {name: given[name] for name in [*order, *sorted(set(given) - set(order))] if given.get(name)}


def measure(number: str, cpr: str = "0101071234", code: str = "405", **more: str) -> dict[str, str]:
    """A record of the preventive stream."""
    return {
        "UdsatBarnCPRidentifikator": cpr, "FormynderCPRidentifikator": "0202801234", "ForanstaltningId": number,
        "ForanstaltningKode": code, "ForanstaltningStartDato": "2025-01-01", **more,
    }  # fmt: skip


def envelope(period: str = "2025M06", municipality: str = "657", form: str = "L231", sent: str = "T08:00:00") -> str:
    day = f"{period[:4]}-{period[5:]}-28"
    said = {"Source": "CEMOS", "SurveyID": "D280600", "FormID": form, "Period": period}
    return (
        "<DeliveryMetadataNewStructure><dst:Envelope>"
        + "".join(f"<dst:{name}>{value}</dst:{name}>" for name, value in said.items())
        + f"<dst:Entity><dst:EntityIDType>Kommune</dst:EntityIDType><dst:EntityID>{municipality}</dst:EntityID></dst:Entity>"
        "</dst:Envelope><CommunicatorStructureCollection><CommunicatorStructure>"
        "<CommunicationDescription>Oprettelse</CommunicationDescription>"
        f"<CommunicationDateTime>{day}{sent}</CommunicationDateTime></CommunicatorStructure>"
        "</CommunicatorStructureCollection><ContactStructureCollection><ContactStructure>"
        "<ContactTypeName>Faglig ansvarlig</ContactTypeName><ContactIdentifier>Orla Opdigtet</ContactIdentifier>"
        "<ContactEmailAddress>orla@example.dk</ContactEmailAddress></ContactStructure></ContactStructureCollection>"
        "<FormVersion>1</FormVersion></DeliveryMetadataNewStructure>"
    )


def handicap(records: Sequence[Record], head: str | None = None, **said: str) -> str:
    inside = _records("BoernMedHandicapSagStruktur", records)
    return _delivery("BoernMedHandicapLeveranceL231Struktur", head or envelope(**said), inside)


def preventive(records: Sequence[Record], **said: str) -> str:
    inside = _records("ForanstaltningStruktur", records)
    return _delivery("UdsatteBoernOgUngeLeveranceL201U1Struktur", envelope(**{"form": "L201", **said}), inside)


def _delivery(root: str, head: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}" xmlns:dst="{ENVELOPE}">{head}{inside}</{root}>'


def _records(name: str, records: Sequence[Record]) -> str:
    rows = "".join(
        f"<{name}>" + "".join(f"<{e}>{escape(text)}</{e}>" for e, text in row.items()) + f"</{name}>" for row in records
    )
    return f"<{name}Samling>{rows}</{name}Samling>"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@contextmanager
def key_in(folder: Path) -> Iterator[Path]:
    """A new key, used for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        path = new_key(folder / "noegle" / "key", folder / "data")
        patch.setenv("TRINVIS_KEY_FILE", str(path))
        patch.setenv("TRINVIS_DATA_FOLDER", str(folder / "data"))
        settings.cache_clear()
        yield path
    settings.cache_clear()
