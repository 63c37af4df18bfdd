"""The file says what the page says: what is counted, what is left out, how sure it is, and what is not whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

from dashboard.exports.csv import csv_text
from dashboard.filters import Filters
from dashboard.periods import Period, days_in_month, parse_month
from dashboard.shapes import Answer, Table, Target, by_name
from tests.analysis.test_caseload import months
from tests.caseload_answers import answer as caseload_answer
from tests.first_contact_answer import answer_of, case
from tests.spending_answers import spending_answer
from tests.trust_answers import YEAR, asked
from tests.trust_answers import answer as trust_answer

SHARE = "Enige (%) eller score (0-100)"


def rows(answer: Answer) -> list[dict[str, str]]:
    """The rows of the file by their headings."""
    return list(csv.DictReader(io.StringIO(csv_text(answer)), delimiter=";"))


def test_cases_whose_coordinator_has_no_known_hours_have_a_column() -> None:
    given = [row | {"unknown_fte_case_days": days_in_month(row["month"])} for row in months(10, 1)]
    left_out, among = "Ikke med: rådgiverens timer er ikke oplyst, gennemsnit", "Heraf: rådgiverens timer"
    divided = rows(caseload_answer(rows=given))
    assert {row[left_out] for row in divided} == {"1,0"}
    counted = rows(caseload_answer(rows=given, programme="p1"))
    assert {row[f"{among} er ikke oplyst, gennemsnit"] for row in counted} == {"1,0"}
    assert left_out not in counted[0]


def test_every_share_and_number_of_days_has_its_interval_and_what_it_rests_on() -> None:
    """Two of seven wait since yesterday: 100 % within 14 days, of one who was still followed."""
    cases = [case("2025-11-01", f"2025-11-{day + 1:02d}") for day in (3, 5, 7, 9, 14)] + [case("2025-11-29")] * 2
    filters = Filters(("0219",), Period(parse_month("2025-10"), parse_month("2025-11")))
    answer = answer_of(filters, *cases, case("2025-11-10", "2025-11-09"), targets={"0219": 14})
    (row,) = rows(replace(answer, target=Target(14, "Udvalget", dt.date(2025, 1, 1))))
    assert row["9 af 10 inden, dage"] == "14,0"
    assert row["9 af 10 inden, nedre grænse"] == "7,0"
    assert row["9 af 10 inden, øvre grænse"] == "endnu ingen"
    assert row["Halvdelen har haft kontakt inden, dage"] == "7,0"
    assert (row["Halvdelen, nedre grænse"], row["Halvdelen, øvre grænse"]) == ("3,0", "endnu ingen")
    assert row["Kontakt inden 14 dage"] == "100,0"
    assert (row["Kontakt inden 14 dage, nedre grænse"], row["Kontakt inden 14 dage, øvre grænse"]) == ("47,8", "100,0")
    assert row["Fulgt, da 9 af 10 nås"] == "1"
    assert row["Ikke med: kontakt før modtagelsen"] == "1"
    assert len(set(row)) == len(row), "no two columns of one name"


def test_what_is_not_reached_is_said() -> None:
    filters = Filters(("0219",), Period(parse_month("2025-07"), parse_month("2025-09")))
    (row,) = rows(answer_of(filters, case("2025-07-01", "2025-07-02"), case("2025-07-01")))
    assert (row["9 af 10 inden, dage"], row["9 af 10 inden, øvre grænse"]) == ("ikke nået", "ikke nået")
    assert row["Fulgt, da 9 af 10 nås"] == "ikke nået"


def test_the_remark_tells_apart_what_is_not_whole() -> None:
    months = {"2025-04": "apr. 2025 er ikke leveret", "2025-07": "kun en del er valgt"}
    answer = spending_answer("2025-01", "2025-07", missing=("2025-04",))
    remarks = {row["Periode"]: row["Bemærkning"] for row in rows(answer)}
    assert remarks == {"1. kvt. 2025": "", "2. kvt. 2025": months["2025-04"], "jul. 2025": months["2025-07"]}
    child = {
        row["Periode"]: row["Bemærkning"]
        for row in rows(spending_answer("2025-01", "2025-07", missing=("2025-04",), unit="child"))
    }
    assert child["2. kvt. 2025"] == "ikke sammenlignelig: apr. 2025 er ikke leveret"
    several = rows(spending_answer("2025-01", "2025-03", missing=("2025-02", "2025-03"), codes=("0219", "0657")))
    assert {row["Bemærkning"] for row in several if row["Kommune"].startswith("De valgte")} == {
        "2 kommuner mangler (feb. 2025 – mar. 2025)"
    }


def test_a_file_writes_no_negative_nothing() -> None:
    answer = caseload_answer()
    table = answer.table.columns | {"value": [-0.04, -0.0, -0.06, 1.0]}
    texts = [row["Sager pr. rådgiver (fuldtid)"] for row in rows(replace(answer, table=Table(lambda: table)))]
    assert texts == ["0,0", "0,0", "-0,1", "1,0"]


PUBLISHED = (
    "table_id",
    "municipality_code",
    "name",
    "year",
    "account_function",
    "label",
    "value",
    "unit",
    "state",
    "chosen",
)


def test_the_published_figures_beside_stand_in_the_file_under_headings_of_their_own() -> None:
    of = ("REGK31", 2024, "5.28.21", "Forebyggende foranstaltninger")
    given = [
        (of[0], code, name, *of[1:], value, unit, state, code == "0657")
        for code, name, value, unit, state in (
            ("0000", "Hele landet", 1351.0, "INDL", "ok"),
            ("0657", "Herning", 1402.0, "INDL", "ok"),
            ("0657", "Herning", 125_000.0, "1000 kr", "ok"),
            ("0657", "Herning", float("nan"), "INDL", "missing"),
            ("0730", "Randers", 999.0, "INDL", "ok"),
        )
    ]
    answer = spending_answer("2024-01", "2024-12", interval="year")
    parts = {**answer.parts, "published": Table(lambda: by_name(PUBLISHED, given))}
    found = rows(replace(answer, parts=parts))
    own, beside = found[:3], found[3:]
    assert {row["Offentliggjort af Danmarks Statistik"] for row in own} == {""}
    assert {row["Kilde"] for row in own} == {"Eksempeldata (opdigtede)"}
    heading = "Offentliggjort af Danmarks Statistik"
    assert [(row["Kommune"], row["Periode"], row[heading], row["Enhed"], row["kr."]) for row in beside] == [
        ("Hele landet", "2024", "1351", "kr. pr. indbygger (alle aldre)", ""),
        ("Herning", "2024", "1402", "kr. pr. indbygger (alle aldre)", ""),
        ("Herning", "2024", "125000", "1.000 kr.", ""),
        ("Herning", "2024", "ingen data", "kr. pr. indbygger (alle aldre)", ""),
    ]
    assert {row["Kilde"] for row in beside} == {"Danmarks Statistik, REGK31"}
    assert {row["Art"] for row in beside} == {"Forebyggende foranstaltninger"}
    assert heading not in rows(answer)[0], "no columns without figures"


def test_answers_left_out_are_counted_beside_the_interval_and_the_response_rate_of_the_others() -> None:
    """22 of 28 parents agree; of one municipality's 15 no quarter has five, and the number said 8 of 13."""
    small = [asked("0219", f"2025K{n}", of, agree) for n, of, agree in ((1, 4, 4), (2, 4, 4), (3, 4, 3), (4, 3, 3))]
    filters = replace(YEAR, municipalities=("0219", "0657"), interval="year")
    answer = trust_answer([asked("0657", "2025K1", 13, 8), *small], filters)
    by_place = {row["Kommune"]: row for row in rows(answer) if row["Spørgsmål"] == "Tillid til rådgiveren"}
    together = by_place["De valgte kommuner tilsammen"]
    assert (together["Antal svar"], together["Svar holdt ude"], together[SHARE]) == ("28", "0", "78,6")
    quarters = rows(trust_answer([asked("0657", "2025K1", 13, 10), asked("0657", "2025K2", 4, 3)]))
    first, second = (row for row in quarters[:6:3])
    assert (first["Antal svar"], first["Svar holdt ude"], first["nedre grænse"], first["Svarprocent"]) == ("13", "0", "49,7", "50,0")
    assert (second["Svar holdt ude"], second["Bemærkning"]) == ("4", "– (skjult for at beskytte personer); 4 svar er holdt ude")


def test_a_year_says_in_its_row_what_it_leaves_out() -> None:
    answer = trust_answer([asked("0657", "2025K1", 13, 10), asked("0657", "2025K2", 4, 3)], replace(YEAR, interval="year"))
    row = rows(answer)[0]
    assert (row["Antal svar"], row["Svar holdt ude"], row["Bemærkning"]) == ("13", "4", "4 svar er holdt ude")
