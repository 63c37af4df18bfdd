"""Spoilt files of those who deliver under headings of their own: Danmarks Statistik's two ways, and a case system.

As in test_mutations: all of a file is taken in or nothing, never with a trace, and what is taken in is the same facts
when it is written out and read again. StatBank's figures are never written out: what stands in the table is compared.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from dashboard.database import content
from dashboard.database.metadata import facts
from dashboard.importers.parts import PUBLISHED
from dashboard.importers.profiles.reader import shelf
from dashboard.importers.statbank.tables import TABLES
from dashboard.importers.write import content_of, write_published
from tests.importers.dst_files import handicap, key_in, measure, preventive, record
from tests.importers.files import api_answer, csv_file
from tests.importers.mutating import NASTY, bytes_spoilt, cells_spoilt
from tests.importers.profiles import samples
from tests.importers.re_export import compared, content_hash, empty_version, received, understood, written_again
from tests.importers.statbank_files import small
from tests.rounds import rounds

HANDICAP = handicap(
    [record("I-1"), record("I-2", cpr="0202021234", code="003", INDSATS_SLUTDATO="2025-03-01"), record("I-3", code="007"),
     record("I-4", kind="Ændring", ORIGIN_INDSATSFORLOEB_ID="I-1")]
)  # fmt: skip
PREVENTIVE = preventive([measure("7"), measure("8", code="410", ForanstaltningSlutDato="2025-02-01")])


def elements_spoilt(lot: random.Random, text: str) -> bytes:
    """Texts of elements are others, elements are gone or there twice."""
    for _ in range(lot.randint(1, 3)):
        found = lot.choice(list(re.finditer(r"<([\w:]+)>([^<>]*)</\1>", text)))
        name, kept = found[1], found[0]
        other = lot.choice(NASTY).replace("\x00", "").replace("&", "")
        new = lot.choice((f"<{name}>{other}</{name}>", f"<{name}>{other}</{name}>", "", kept + kept))
        text = text[: found.start()] + new + text[found.end() :]
    return text.encode(lot.choice(("utf-8", "utf-8-sig", "latin-1")), "replace")


@pytest.mark.parametrize("original", [HANDICAP, PREVENTIVE], ids=["handicap", "preventive"])
def test_a_spoilt_delivery_to_danmarks_statistik_is_refused_or_taken_in_whole(tmp_path: Path, original: str) -> None:
    lot, taken = random.Random(original), 0
    with key_in(tmp_path):
        for number in range(rounds(5_000, 60)):
            spoilt = bytes_spoilt(lot, original.encode()) if number % 4 == 0 else elements_spoilt(lot, original)
            delivery = received(spoilt, "leverance.xml")
            if not delivery.ok or not any(part.reports for part in delivery.parts):
                continue
            taken += 1
            rows = understood(delivery, "services")
            if not rows["service"]:
                continue  # all that was reported has been taken away again
            again = received(written_again(rows, "services"))
            assert again.ok, (spoilt, [fault for part in again.parts for fault in part.faults])
            found = understood(again, "services")
            assert compared(found, "services") == compared(rows, "services"), spoilt
            assert content_hash(found, "services") == content_hash(rows, "services"), spoilt
    assert taken > 2


CASE_SYSTEMS = {
    "os2bos-cases": (samples.OS2BOS, samples.OS2BOS_CASES),
    "os2bos-services": (samples.OS2BOS_PAYMENTS, samples.OS2BOS_GRANTS),
    "sensum-cases": (samples.SENSUM_SAG, samples.SENSUM_CASES),
    "sensum-services": (samples.SENSUM_INDSATS, samples.SENSUM_SERVICES),
    "dubu-cases": (samples.DUBU_SAG, samples.DUBU_CASES),
    "dubu-services": (samples.DUBU, samples.DUBU_SERVICES),
    "dubu_older-services": (samples.DUBU_OLDER, samples.DUBU_OLDER_SERVICES),
    "sofus-services": (samples.SOFUS, samples.SOFUS_SERVICES),
}


@pytest.mark.parametrize("name", CASE_SYSTEMS)
def test_a_spoilt_export_of_a_case_system_is_refused_or_taken_in_whole(tmp_path: Path, name: str) -> None:
    source, (headings, lines) = name.split("-")[1], CASE_SYSTEMS[name]
    original = csv_file(tmp_path / "udtraek.csv", headings, lines).read_bytes()
    lot, taken, profiles = random.Random(name), 0, shelf(tmp_path)
    for number in range(rounds(5_000, 40)):
        spoilt = (bytes_spoilt if number % 4 == 0 else cells_spoilt)(lot, original)
        delivery = received(spoilt, "udtraek.csv", profiles)
        if not delivery.ok or source not in delivery.rows:
            continue
        taken += 1
        rows = understood(delivery, source)
        again = received(written_again(rows, source))
        assert again.ok, (spoilt, [fault for part in again.parts for fault in part.faults])
        found = understood(again, source)
        assert compared(found, source) == compared(rows, source), spoilt
        assert content_hash(found, source) == content_hash(rows, source), spoilt
    assert taken > 2


def test_a_spoilt_report_of_a_finance_system_is_refused_or_taken_in_whole(tmp_path: Path) -> None:
    (tmp_path / "profiler").mkdir()
    (tmp_path / "profiler" / "prismet.toml").write_text(samples.FINANCE_PROFILE, encoding="utf-8")
    original = csv_file(tmp_path / "rapport.csv", samples.FINANCE, samples.FINANCE_ROWS).read_bytes()
    lot, taken, profiles = random.Random("ledger"), 0, shelf(tmp_path)
    for number in range(rounds(5_000, 20)):
        spoilt = (bytes_spoilt if number % 4 == 0 else cells_spoilt)(lot, original)
        delivery = received(spoilt, "rapport.csv", profiles)
        if not delivery.ok or "ledger" not in delivery.rows:
            continue
        rows = understood(delivery, "ledger")
        if not rows["ledger"]:
            continue  # a budget alone, which the ledger's template does not write out
        taken += 1
        again = received(written_again(rows, "ledger"))
        assert again.ok, (spoilt, [fault for part in again.parts for fault in part.faults])
        found = understood(again, "ledger")
        assert compared(found, "ledger") == compared(rows, "ledger"), spoilt
        assert content_hash(found, "ledger") == content_hash(rows, "ledger"), spoilt
    assert taken > 2


@pytest.mark.parametrize("name", TABLES)
def test_a_spoilt_table_of_statbank_is_refused_or_stands_whole_in_its_table(tmp_path: Path, name: str) -> None:
    headings, lines = small(name)
    original = api_answer(tmp_path / f"{name}.csv", headings, lines).read_bytes()
    lot, taken = random.Random(name), 0
    with empty_version() as connection:
        for number in range(rounds(5_000, 20)):
            spoilt = (bytes_spoilt if number % 4 == 0 else cells_spoilt)(lot, original) if number else original
            delivery = received(spoilt, f"{name}.csv")
            parts = [part for part in delivery.parts if part.source == PUBLISHED and part.published is not None]
            if not delivery.ok or not parts:
                continue
            taken += 1
            published = parts[0].published
            assert published is not None
            table = facts.tables[published.table]
            connection.execute(table.delete())
            write_published(connection, parts[0])
            stands = content.together([(table.name, content.of_relation(connection, table.name, table))])
            assert (
                stands
                == parts[0].content_hash
                == content_of(connection, {table.name: published.frame.assign(source_file=parts[0].file)})
            )
    assert taken > 0
