"""Does the sample hold everything that a page must be able to show, and does it agree with itself?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from dashboard.database import versions
from dashboard.database.operational import operational_engine
from dashboard.database.tables import SOURCES
from dashboard.demo import install, make
from dashboard.demo.history import history
from dashboard.demo.places import INHABITANTS, SCALES, place
from dashboard.demo.window import AS_OF
from dashboard.queries.targets import decided

# Ballerup, Hillerød, Næstved (a year without hours), Esbjerg (unknown functions), Herning, Randers, Aarhus, Læsø.
CODES = ("0151", "0219", "0370", "0561", "0657", "0730", "0751", "0825")
SMALL = ("0482", "0825")


def built(folder: Path, **options: object) -> sa.Connection:
    make(folder, **options)  # type: ignore[arg-type]
    return versions.current(folder).engine.connect()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    with built(tmp_path_factory.mktemp("sample"), municipalities=CODES) as connection:
        yield connection


def number(connection: sa.Connection, query: str) -> int:
    with connection.engine.connect() as fresh:  # a query that fails leaves the other tests alone
        return int(fresh.execute(sa.text(query)).scalar_one() or 0)


def fingerprint(connection: sa.Connection, where: str = "true") -> dict[str, tuple[int, int]]:
    """Rows and the sum of their hashes, of every source table with a municipality."""
    tables = [t.name for t in SOURCES if "municipality_code" in t.c]
    query = "select count(*), coalesce(sum(hash(t)::hugeint), 0) from {} as t where {}"
    return {t: tuple(connection.execute(sa.text(query.format(t, where))).one()) for t in tables}


def test_the_same_seed_gives_the_same_rows_and_another_gives_others(tmp_path: Path) -> None:
    with (
        built(tmp_path / "a", municipalities=SMALL) as first,
        built(tmp_path / "b", municipalities=SMALL) as again,
        built(tmp_path / "c", municipalities=SMALL, seed=2) as other,
    ):
        assert fingerprint(first) == fingerprint(again)
        assert fingerprint(first)["case_file"] != fingerprint(other)["case_file"]


def test_a_municipality_is_the_same_whichever_others_are_made(sample: sa.Connection, tmp_path: Path) -> None:
    with built(tmp_path, municipalities=("0825",)) as alone:
        own = "municipality_code = '0825'"
        assert fingerprint(alone, own) == fingerprint(sample, own)


def test_the_version_says_that_it_is_a_sample(sample: sa.Connection) -> None:
    row = sample.execute(sa.text("select origin, as_of from version_info")).one()
    assert tuple(row) == ("sample", AS_OF)


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    make(tmp_path, municipalities=SMALL, progress=lambda name, share: told.append((name, share)))
    assert told == [("Langeland", 0.0), ("Læsø", 0.5), ("", 1.0)]


def test_installing_brings_decisions_that_are_known_as_a_sample(tmp_path: Path) -> None:
    for _ in range(2):  # the second time replaces, it does not add
        install(tmp_path, municipalities=SMALL)
    with operational_engine(tmp_path).connect() as connection:
        found = decided(connection, "sample")
        assert found.values("first_contact")["0657"] == 14.0
        assert found.targets["caseload"]["0657"].decided_by.startswith("Eksempel")
        assert sorted(found.price_index) == list(range(2016, 2027))
        assert not decided(connection, "real").targets
        rows = connection.execute(
            sa.text("select count(*), count(distinct kind || municipality_code) from target")
        ).one()
        assert rows[0] == rows[1]


# Each gives how many there are; a page, a note or a rule in the product needs at least one.
OCCURS = {
    "still waiting": "from case_file where first_contact_on is null and closed_on is null",
    "waiting more than four weeks": "from case_file where first_contact_on is null and closed_on is null and "
    "received_on < date '2026-10-03'",
    "no contact, then closed": "from case_file where close_reason = 'no_contact' and first_contact_on is null",
    "another end before any contact": "from case_file where close_reason = 'moved' and first_contact_on is null",
    "contact before receipt": "from case_file where first_contact_on < received_on",
    "died": "from case_file where close_reason = 'died'",
    "18th birthday": "from case_file where close_reason = 'turned_18'",
    "moved away": "from case_file where close_reason = 'moved'",
    "another reason": "from case_file where close_reason = 'other'",
    "familie": "from case_file where target_group = 'familie'",
    "paid by another": "from case_file where pay_municipality_code <> municipality_code",
    "siblings": "from (select 1 from case_file group by municipality_code, family_id "
    "having count(distinct child_id) > 1)",
    "a child with two cases": "from (select 1 from case_file group by municipality_code, child_id having count(*) > 1)",
    "two open cases of one child": "from (select 1 from case_file where closed_on is null "
    "group by municipality_code, child_id having count(*) > 1)",
    "equal local numbers": "from (select 1 from case_file group by case_id "
    "having count(distinct municipality_code) > 1)",
    "part-time": "from coordinator_fte where fte_milli between 1 and 999",
    "newly hired now": "from coordinator where newly_hired_until > date '2026-10-31'",
    "no longer new": "from coordinator where newly_hired_until <= date '2026-10-31'",
    "ill": "from coordinator_fte where fte_milli = 0",
    "covered": "from case_assignment where role = 'cover'",
    "a change of positions": "from (select 1 from coordinator_fte where fte_milli > 0 group by municipality_code, "
    "coordinator_id having count(distinct fte_milli) > 1)",
    "positions unknown": "from coordinator anti join coordinator_fte using (municipality_code, coordinator_id)",
    "handover in mid-month": "from case_assignment a join case_assignment b using (municipality_code, case_id, role) "
    "where a.valid_to = b.valid_from and a.coordinator_id <> b.coordinator_id and day(a.valid_to) between 5 and 25",
    "days without a coordinator": "from (select *, lag(valid_to) over (partition by municipality_code, case_id "
    "order by valid_from) as before from case_assignment where role = 'primary') where before < valid_from",
    "without a coordinator now": "from case_file as c where closed_on is null and not exists (from case_assignment "
    "as a where a.municipality_code = c.municipality_code and a.case_id = c.case_id and valid_to is null)",
    "a late or wrong bill taken back": "from ledger where amount_ore < 0 and dranst = 1",
    "refund": "from ledger where amount_ore < 0 and dranst = 2",
    "an unknown function": "from ledger where account_function = '5.28.99'",
    "a cost centre of handicap": "from cost_centre_group where target_group = 'handicap'",
    "a cost centre of both": "from cost_centre_group where target_group = ''",
    "an edition of the mapping that has ended": "from cost_centre_group where to_month is not null",
    "months before any mapping": "from cost_centre_group where from_month > 12 * 2020",
    "an expectation not said": "from budget_line where expected_ore is null",
    "a reason": "from budget_line where reason <> ''",
    "a supplement": "from budget_line where supplement_ore <> 0",
    "no answer": "from survey_invitation where answered_on is null",
    "reminded and answered": "from survey_invitation where answered_on > reminded_on",
    "before": "from survey_invitation where wave = 'T0'",
    "during": "from survey_invitation where wave = 'T1'",
    "after": "from survey_invitation where wave = 'T2'",
    "asked a mother": "from survey_invitation where respondent = 'mother'",
    "asked a father": "from survey_invitation where respondent = 'father'",
    "asked another parent": "from survey_invitation where respondent = 'other'",
    "ved ikke": "from survey_answer where value is null",
    "too few items": "from (select 1 from survey_answer group by municipality_code, invitation_id "
    "having count(value) < 4)",
}


@pytest.mark.parametrize("what", OCCURS)
def test_it_occurs(sample: sa.Connection, what: str) -> None:
    assert number(sample, f"select count(*) {OCCURS[what]}") > 0


# Each gives how many there are, and there must be none.
NEVER = {
    "a case number twice": "from (select 1 from case_file group by municipality_code, case_id having count(*) > 1)",
    "a day after the as-of date": "from case_file where greatest(received_on, first_contact_on, closed_on) "
    "> date '2026-10-31'",
    "an end before its beginning": "from case_file where closed_on <= received_on",
    "a reason without an end": "from case_file where (closed_on is null) <> (close_reason = '')",
    "contact after the end": "from case_file where first_contact_on >= closed_on",
    "a case of a child that died": "from case_file a join case_file b using (municipality_code, child_id) "
    "where a.close_reason = 'died' and (b.closed_on is null or b.closed_on > a.closed_on)",
    "a case of a family that moved": "from case_file a join case_file b using (municipality_code, family_id) "
    "where a.close_reason = 'moved' and (b.closed_on is null or b.closed_on > a.closed_on)",
    "an unknown team": "from case_file anti join team using (municipality_code, team_id)",
    "an assignment of no case": "from case_assignment anti join case_file using (municipality_code, case_id)",
    "an assignment to nobody": "from case_assignment anti join coordinator using (municipality_code, coordinator_id)",
    "an assignment outside its case": "from case_assignment join case_file using (municipality_code, case_id) where "
    "valid_from < received_on or coalesce(valid_to, date '2200-01-01') > coalesce(closed_on, date '2200-01-01')",
    "an assignment to another team": "from case_assignment join coordinator using (municipality_code, coordinator_id) "
    "join case_file using (municipality_code, case_id) where coordinator.team_id <> case_file.team_id",
    "an assignment of no length": "from case_assignment where valid_to <= valid_from or valid_from > date '2026-10-31'",
    "two primary coordinators": "from (select *, lag(coalesce(valid_to, date '2200-01-01')) over (partition by "
    "municipality_code, case_id order by valid_from) as before from case_assignment where role = 'primary') "
    "where before > valid_from",
    "two positions at once": "from (select *, lag(coalesce(valid_to, date '2200-01-01')) over (partition by "
    "municipality_code, coordinator_id order by valid_from) as before from coordinator_fte) where before > valid_from",
    "more than a full position": "from coordinator_fte where fte_milli not between 0 and 1000",
    "a case with somebody who has left": "from case_assignment a join coordinator_fte using (municipality_code, "
    "coordinator_id) where municipality_code <> '0370' group by municipality_code, case_id, coordinator_id, "
    "a.valid_from, a.valid_to having a.valid_from < min(coordinator_fte.valid_from) or "
    "coalesce(a.valid_to, date '2200-01-01') > max(coalesce(coordinator_fte.valid_to, date '2200-01-01'))",
    # Næstved's hours lack a year, and of a few coordinators nobody has said the hours.
    "cover for somebody at work": "from case_assignment c where role = 'cover' and municipality_code <> '0370' "
    "and not exists (from case_assignment p left join coordinator_fte f using (municipality_code, coordinator_id) "
    "where p.role = 'primary' and p.municipality_code = c.municipality_code and p.case_id = c.case_id "
    "and p.coordinator_id <> c.coordinator_id and p.valid_from <= c.valid_from and (f.fte_milli is null or "
    "f.fte_milli = 0 and f.valid_from <= c.valid_from and (f.valid_to is null or f.valid_to >= c.valid_to)))",
    "a programme nobody joined": "from case_file c where programme_id <> '' and not exists ("
    "from programme_municipality p where p.municipality_code = c.municipality_code and p.programme_id = c.programme_id "
    "and c.received_on >= joined_on and (left_on is null or c.received_on < left_on))",
    "a case in a programme for adults": "from case_file join programme using (programme_id) where adults",
    "a posting in a month not delivered": "from ledger anti join (from coverage where source = 'ledger') "
    "using (municipality_code, month)",
    "a posting on a cost centre that is not in its municipality's mapping": "from ledger l semi join cost_centre_group "
    "using (municipality_code) where l.month >= 12 * 2024 and not exists (from cost_centre_group g where "
    "g.municipality_code = l.municipality_code and g.cost_centre = l.cost_centre and g.from_month <= l.month "
    "and (g.to_month is null or g.to_month >= l.month))",
    "a delivered month without postings": "from (from coverage where source = 'ledger') anti join ledger "
    "using (municipality_code, month)",
    "an answer to no invitation": "from survey_answer anti join (from survey_invitation where answered_on is not null) "
    "using (municipality_code, invitation_id)",
    "an answer before the invitation": "from survey_invitation where answered_on <= invited_on "
    "or answered_on > date '2026-10-31'",
    "a reminder before the invitation": "from survey_invitation where reminded_on <= invited_on",
    "a reminder after the answer": "from survey_invitation where reminded_on >= answered_on",
    "a survey in a month not delivered": "from survey_invitation anti join (from coverage where source = 'surveys') "
    "as s on s.municipality_code = survey_invitation.municipality_code "
    "and s.month = 12 * year(invited_on) + month(invited_on) - 1",
    "an invitation where there are no cases": "from survey_invitation anti join case_file "
    "using (municipality_code, team_id, programme_id, target_group)",
    "a value off the scale": "from survey_answer where value not between 1 and 5 or item not between 1 and 8",
    "a follow-up after the as-of date": "from budget_line where as_of > date '2026-10-31'",
    "a long number": "from (select case_id as id from case_file union all select child_id from case_file union all "
    "select family_id from case_file union all select coordinator_id from coordinator union all "
    "select invitation_id from survey_invitation) where regexp_matches(id, '[0-9]{7}|[0-9]{6}-?[0-9]{4}')",
}


@pytest.mark.parametrize("what", NEVER)
def test_it_never_occurs(sample: sa.Connection, what: str) -> None:
    query = NEVER[what]
    assert number(sample, f"select count(*) from (select 1 {query})") == 0


def test_months_without_data(sample: sa.Connection) -> None:
    def months(source: str, code: str) -> int:
        return number(
            sample, f"select count(*) from coverage where source = '{source}' and municipality_code = '{code}'"
        )

    assert months("ledger", "0657") == 119  # one month, earlier than the last 24
    missing = "from range(12 * 2016 + 10, 12 * 2026 + 10) as m(month) anti join (from coverage where source = 'ledger' "
    assert number(sample, f"select month {missing} and municipality_code = '0657') using (month)") < 12 * 2024 + 9
    assert months("coordinators", "0370") == 108
    assert months("surveys", "0825") == 0
    for code in ("0219", "0730", "0751"):
        assert [months(s, code) for s in ("cases", "coordinators", "ledger", "population")] == [120] * 4
    positions = (
        "from coordinator_fte where municipality_code = '0370' and valid_from < date '2020-01-01' "
        "and coalesce(valid_to, date '2200-01-01') > date '2019-01-01'"
    )
    assert number(sample, f"select count(*) {positions}") == 0


def test_the_programmes_have_their_own_beginnings(sample: sa.Connection) -> None:
    query = "select programme_id, municipality_code, joined_on::text from programme_municipality"
    assert set(map(tuple, sample.execute(sa.text(query)))) == {
        ("mestringsstoette", "0219", "2016-08-01"),
        ("mestringsstoette", "0657", "2016-08-01"),
        ("mestringsstoette", "0730", "2016-08-01"),
        ("en-familie-en-indgang", "0151", "2019-01-01"),
        ("sammen-om-familien", "0219", "2019-09-01"),
        ("familiekurser", "0730", "2022-08-01"),
        ("familiekurser", "0751", "2021-02-01"),
        ("mit-liv-min-plan", "0751", "2017-01-01"),
    }
    with_cases = number(sample, "select count(distinct programme_id) from case_file where programme_id <> ''")
    assert with_cases == 4


def test_more_children_cost_more_in_the_same_months(sample: sa.Connection) -> None:
    """Spending on 5.28.21 follows the open cases of its municipality: one history drives both."""
    query = """
        with cost as (
            select municipality_code, month // 12 as year, sum(amount_ore) as ore from ledger
            where account_function = '5.28.21' and month // 12 between 2017 and 2025 group by all
        ), load as (
            select municipality_code, year, count(*) as cases from range(2017, 2026) as y(year) join case_file
            on received_on <= make_date(year, 7, 1) and coalesce(closed_on, date '2200-01-01') > make_date(year, 7, 1)
            group by all
        )
        select corr(ln(ore), ln(cases)) from cost join load using (municipality_code, year)
    """
    assert sample.execute(sa.text(query)).scalar_one() > 0.95


def test_sizes_are_those_of_a_country() -> None:
    places = [place(code, SCALES["ordinary"], np.random.default_rng([1, int(code)])) for code in INHABITANTS]
    persons = {p.code: p.persons[-1] for p in places}
    assert len(persons) == 98
    assert 1_400_000 < sum(persons.values()) < 1_600_000
    assert 23_000 < persons["0657"] < 27_000


def test_a_fiftieth_of_the_children_have_an_open_case(sample: sa.Connection) -> None:
    persons = number(sample, "select sum(persons) from population where year = 2026")
    query = "select count(distinct (municipality_code, child_id)) from case_file where closed_on is null"
    children = number(sample, query)
    assert 0.015 < children / persons < 0.025


def test_a_level_of_support_near_the_published_one(sample: sa.Connection) -> None:
    """REGK31 2024 (Danmarks Statistik): 1.351 kr. per inhabitant on 5.28.21, about 5.190 kr. per 0-22-year-old."""
    ore = number(sample, "select sum(amount_ore) from ledger where account_function = '5.28.21' and month // 12 = 2024")
    persons = number(sample, "select sum(persons) from population where year = 2024")
    assert 4_000 < ore / 100 / persons < 6_500


def test_the_national_size_cuts_amounts_into_bills_without_losing_an_oere(tmp_path: Path) -> None:
    with built(tmp_path, size="national", municipalities=("0825",)) as national:
        cells = history("0825", SCALES["national"], 1)["ledger"]
        found = national.execute(sa.text("select count(*), sum(amount_ore)::bigint from ledger")).one()
        assert tuple(found) == (int(cells["bills"].sum()), int(cells["ore"].sum()))
        assert found[0] > len(cells)
