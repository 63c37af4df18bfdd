"""The XML for Danmarks Statistik: what it says comes in without a person's number, and what is not right is named."""

import datetime as dt
import io
import itertools
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.importers import Given, Report, check, load, render
from dashboard.importers.dst.reports import read
from dashboard.importers.pseudonyms import Key, new_key
from dashboard.language import set_language
from dashboard.settings import settings
from tests.importers.dst_files import envelope, handicap, key_in, measure, preventive, record, written
from tests.importers.files import table, version_name
from tests.rounds import rounds

CPR = "0101071234"


@pytest.fixture(autouse=True)
def key(tmp_path: Path) -> Iterator[Path]:
    set_language("da")
    with key_in(tmp_path) as path:
        yield path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def deliver(folder: Path, text: str, name: str = "levering.xml") -> Report:
    return load([written(folder.parent / name, text)], data_folder=folder)


def said(folder: Path, text: str, encoding: str = "utf-8") -> list[str]:
    return render(check([written(folder.parent / "f.xml", text, encoding)], data_folder=folder))


def services(folder: Path) -> list[tuple[object, ...]]:
    rows = table(folder, "service", "system, service_id")
    return [(r["system"], r["service_id"], r["service_code"], r["valid_from"], r["valid_to"]) for r in rows]


def test_a_delivery_is_known_by_what_it_holds_and_loaded_without_persons(folder: Path) -> None:
    rows = [
        record("A1", CPR, code="002", INDSATS_SLUTDATO="2025-03-31", KOEN="1", FOEDDAG="2007-01-01",
               SAGSBEHANDLER="Hanne Opdigtet"),
        record("A2", CPR, code="007"),
        record("A3", cpr="", UDL_NR="X-77", code="004"),
    ]  # fmt: skip
    report = deliver(folder, handicap(rows), "navnet siger intet.csv")
    assert (report.ok, report.files[0].source, report.files[0].rows_in) == (True, "dst-handicap", 3)
    assert services(folder) == [
        ("dst-handicap", "A1", "home_training", dt.date(2025, 1, 1), dt.date(2025, 4, 1)),
        ("dst-handicap", "A2", "companion", dt.date(2025, 1, 1), None),
        ("dst-handicap", "A3", "personal_help", dt.date(2025, 1, 1), None),
    ]
    first, second, third = (row["child_id"] for row in table(folder, "service", "service_id"))
    assert first == second != third
    assert (first[0].isalpha(), first.isalnum(), len(first)) == (True, True, 27)
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in (CPR, "010107-1234", "X-77", "Hanne", "Opdigtet", "2007-01-01"):
        assert secret.encode() not in kept, "nothing of a person is stored"


def test_what_was_delivered_and_found_is_kept_beside_the_services(folder: Path) -> None:
    deliver(folder, handicap([record("A1"), record("A2", code="777"), record("A3", code="777")]))
    (kept,) = table(folder, "delivery")
    assert (kept["source"], kept["municipality_code"], kept["rows_in"]) == ("services", "0657", 3)
    assert [(r["source"], r["rule"], r["n"]) for r in table(folder, "quality_finding")] == [
        ("services", "unknown_service", 2)
    ]


def test_the_preventive_stream_comes_with_its_own_codes(folder: Path) -> None:
    assert deliver(
        folder, preventive([measure("F1", code="401"), measure("F2", ForanstaltningSlutDato="2025-02-01")])
    ).ok
    assert [row[:3] for row in services(folder)] == [
        ("dst-preventive", "F1", "network_groups"), ("dst-preventive", "F2", "consulting"),
    ]  # fmt: skip
    assert deliver(folder, handicap([record("F1")])).ok, "the other stream has its own numbers"
    assert len(services(folder)) == 3
    assert len({row["child_id"] for row in table(folder, "service")}) == 1, "a child is one child in both"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_that_the_file_owns_up_to(folder: Path, encoding: str) -> None:
    text = handicap([record("Ø1")]).replace("UTF-8", encoding.removesuffix("-sig"))
    path = written(folder.parent / "f.xml", text, encoding)
    assert load([path], data_folder=folder).ok
    assert load([Given("upload", content=path.read_bytes())], data_folder=folder).outcome == "unchanged"


FAULTS = [
    (record("A1", kind="Slet"), "element INDBERETNINGSTYPE: “Slet” er ikke Ny, Ændring eller Annullering."),
    (record("A1", CPR.replace("0107", "1307")), "element CPR: Det er ikke skrevet som et CPR-nummer på ti cifre."),
    (record("A1", "010107-1234"), "element CPR: Det er ikke skrevet som et CPR-nummer"),
    (record("A1", code="7"), "element INDSATS_KODE: “7” er ikke tre cifre."),
    (record("A1", INDSATS_STARTDATO="01-02-2025"), "element INDSATS_STARTDATO: “01-02-2025” er ikke en dato."),
    (record("A1", INDSATS_STARTDATO="2025-02-30"), "element INDSATS_STARTDATO: “2025-02-30” er ikke en dato."),
    (record("A1", INDSATS_SLUTDATO="2024-12-31"), "element INDSATS_SLUTDATO: Indsatsen slutter, før den begynder."),
    (record("A1", INDSATS_KODE=""), "element INDSATS_KODE: Elementet mangler, men skal være der."),
    (record("", ), "element INDSATSFORLOEB_ID: Elementet mangler, men skal være der."),
    (record("A" * 51), "element INDSATSFORLOEB_ID: Teksten skal have 1 til 50 tegn."),
    (record("A1", cpr=""), "element CPR: Præcis ét af disse skal være der: CPR, UDL_NR."),
    (record("A1", UDL_NR="X1"), "element CPR: Præcis ét af disse skal være der: CPR, UDL_NR."),
    (record("A1", KOEN="mand"), "element KOEN: Det skal være ét ciffer."),
    (record("A1", FOEDDAG="010107"), "element FOEDDAG: Det er ikke en dato skrevet som 2025-12-31."),
    (record("A1", SAGSBEHANDLER="x" * 101), "element SAGSBEHANDLER: Teksten skal have 1 til 100 tegn."),
    (record("A1", NAVN="Bo"), "element NAVN: Elementet hører ikke til i posten."),
    (dict(reversed(record("A1").items())), "Elementet står det forkerte sted."),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_names_the_record_and_the_element(folder: Path, wrong: dict[str, str], sentence: str) -> None:
    lines = said(folder, handicap([record("A0"), record("B0"), wrong]))
    assert any(line.startswith("  Fejl, post 3, ") and sentence in line for line in lines), lines
    assert "post 1" not in "".join(lines)
    assert "010107" not in "".join(lines)
    assert "Bo" not in "".join(lines[1:-1]).split()
    assert deliver(folder, handicap([wrong])).outcome == "refused"
    assert version_name(folder) is None


def test_an_element_twice_is_a_fault(folder: Path) -> None:
    text = handicap([record("A1")]).replace("<CPR>", "<INDSATS_KODE>001</INDSATS_KODE><CPR>")
    assert any("Elementet er der to gange" in line or "forkerte sted" in line for line in said(folder, text))


BOMB = '<!DOCTYPE l [<!ENTITY a "xxxxxxxxxx">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in itertools.pairwise("abcdefghij")
)
WHOLE = handicap([record("A1")])
NOT_ONE = "Filen er ikke hel eller er ikke XML"
UNREAD = "Filen har en dokumenttype eller entiteter i sig"
REFUSED = {
    "bomb": (BOMB + "]><l>&j;</l>", UNREAD),
    "outside": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', UNREAD),
    "outside DTD": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>', UNREAD),
    "truncated": (WHOLE[: len(WHOLE) // 2], NOT_ONE),
    "not XML": ("<<<", NOT_ONE),
    "wrong encoding": (WHOLE.replace("UTF-8", "UTF-16"), NOT_ONE),
    "no such encoding": (WHOLE.replace("UTF-8", "klingon"), NOT_ONE),
    "a web page": ("<html><body/></html>", "Filen er en webside (HTML), uanset hvad den hedder"),
    "another namespace": (WHOLE.replace("2010/04/16", "2010/04/17"), "er ikke en leverance, der kendes her."),
    "no envelope": (handicap([record("A1")], head=" "), "SurveyID mangler i leverancens kuvert"),
    "no such place": (handicap([record("A1")], municipality="999"), "EntityID mangler i leverancens kuvert"),
    "no such month": (handicap([record("A1")], period="2025M13"), "Period mangler i leverancens kuvert"),
    "a test": (handicap([record("A1")], form="T231"), "Leverancen er mærket som en prøve (T231)."),
    "nothing in it": (handicap([]), "Der er ingen poster i leverancen."),
    "a hole in the ground": ("<a>" * 100_000, "er ikke en leverance"),
    "deep": (handicap([], head=envelope() + "<a>" * 100_000), "Filen er ikke bygget som en leverance"),
    "a thousand elements": (
        WHOLE.replace("<CPR>", "<X/>" * 1000 + "<CPR>"), "Filen er ikke bygget som en leverance"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_delivery_gets_one_sentence_and_loads_nothing(folder: Path, case: str) -> None:
    text, sentence = REFUSED[case]
    report = deliver(folder, text)
    assert report.outcome == "refused"
    assert len(report.faults) == 1
    assert sentence in render(report)[1]
    assert version_name(folder) is None


def test_memory_does_not_hang_on_the_size_of_a_text_or_a_file(folder: Path) -> None:
    secret = Key(bytes(range(32)))
    many = handicap([record(f"A{n}", SAGSBEHANDLER="x" * 90) for n in range(4_000)]).encode()
    long = handicap([record("A1", SAGSBEHANDLER="x" * 20_000_000)]).encode()
    for content, most in ((many, 6_000_000), (long, 1_000_000)):
        tracemalloc.start()
        found = read(io.BytesIO(content), "f", secret)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < most, "the reports alone, not the file"
    assert [fault.code for fault in found.faults] == ["xml_length"]


def test_corrections_and_cancellations_are_applied_to_what_came_before(folder: Path) -> None:
    deliver(folder, handicap([record("A1"), record("A2"), record("A3")], period="2025M01"))
    later = [record("A1", kind="Ændring", code="003", INDSATS_SLUTDATO="2025-01-31"), record("A2", kind="Annullering")]
    report = deliver(folder, handicap(later, period="2025M02"))
    assert "1 indsatser er annulleret af leverancen" in "\n".join(render(report))
    assert [row[1:] for row in services(folder)] == [
        ("A1", "special_club", dt.date(2025, 1, 1), dt.date(2025, 2, 1)),
        ("A3", "special_day_offer", dt.date(2025, 1, 1), None),
    ]


def test_a_service_or_a_child_under_a_new_number_is_the_same(folder: Path) -> None:
    deliver(
        folder, handicap([record("A1", cpr="", UDL_NR="X-77"), record("A2", cpr="", UDL_NR="X-77")], period="2025M01")
    )
    renewed = record("B1", CPR, kind="Ændring", ORIGIN_INDSATSFORLOEB_ID="A1", ORIGIN_PERSON_ID="X-77")
    deliver(folder, handicap([renewed], period="2025M02"))
    assert [row[1] for row in services(folder)] == ["A2", "B1"]
    assert len({row["child_id"] for row in table(folder, "service")}) == 1


def test_deliveries_in_any_order_and_any_number_of_times_end_the_same(tmp_path: Path) -> None:
    lot = random.Random(11)
    for turn in range(rounds(40, 1)):
        deliveries = [
            handicap([record(f"A{lot.randrange(6)}", f"010107{lot.randrange(1000, 1004)}",
                             lot.choice(["Ny", "Ændring", "Annullering"]), lot.choice(["001", "002"]),
                             ORIGIN_INDSATSFORLOEB_ID=lot.choice(["", "A0", "A1"]),
                             ORIGIN_PERSON_ID=lot.choice(["", "0101071000"])) for _ in range(4)],
                     period=f"2025M0{month}")
            for month in (1, 2, 3)
        ]  # fmt: skip
        results = []
        for number, order in enumerate(((0, 1, 2), (2, 0, 2, 1, 0), (1, 2, 0, 1))):
            folder = tmp_path / f"{turn}-{number}" / "data"
            folder.parent.mkdir()
            for place in order:
                assert deliver(folder, deliveries[place], f"{place}.xml").ok
            results.append((table(folder, "service", "service_id"), table(folder, "coverage", "source, month")))
        assert results[0] == results[1] == results[2]


def test_a_number_that_could_be_a_persons_is_hashed_and_still_corrected(folder: Path) -> None:
    deliver(folder, handicap([record(f"{CPR}-1"), record("Bo Opdigtet")], period="2025M01"))
    report = deliver(folder, handicap([record(f"{CPR}-1", kind="Annullering")], period="2025M02"))
    assert "1 indsatsnumre kunne være en persons." in "\n".join(render(report))
    assert [str(row[1])[0] for row in services(folder)] == ["i"]


def test_without_a_key_it_says_what_to_type(folder: Path, key: Path) -> None:
    key.unlink()
    report = deliver(folder, WHOLE)
    assert report.outcome == "refused"
    assert "trinvis key new" in render(report)[1]


def test_another_key_is_refused_with_words(folder: Path, key: Path) -> None:
    assert deliver(folder, WHOLE).ok
    key.unlink()
    new_key(key, folder)
    report = deliver(folder, handicap([record("A2")], period="2025M07"))
    assert report.outcome == "refused"
    assert "Data er lavet med en anden nøgle." in render(report)[1]
    assert len(services(folder)) == 1


def test_the_same_child_has_different_names_in_two_municipalities(folder: Path) -> None:
    deliver(folder, handicap([record("A1")]))
    deliver(folder, handicap([record("A1")], municipality="0730"))
    assert len({row["child_id"] for row in table(folder, "service")}) == 2
    assert settings().key_file.exists()
