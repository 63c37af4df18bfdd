"""Tables fetched from a StatBank on this machine: what is asked, what is written, and what goes wrong in words."""

from __future__ import annotations

import json
import shlex
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.importers import load
from dashboard.importers.statbank.api import Client
from dashboard.importers.statbank.fetch import Kind, fetch, order
from dashboard.importers.statbank.metadata import listed, table_info
from dashboard.importers.statbank.problem import Problem
from dashboard.importers.statbank.selection import Wish, cells
from dashboard.settings import PROJECT
from tests.importers.files import csv_file, table, website_export
from tests.importers.statbank_files import figures
from tests.importers.statbank_server import Published, Statbank, serving
from tests.typed import trinvis

PLACES = {"000": "Hele landet", "082": "Region Midtjylland", "657": "Herning", "730": "Randers", "825": "Læsø"}
YEARS = {str(year): str(year) for year in range(2020, 2026)}


def persons(place: str, sex: str, age: str, state: str, period: str) -> int:
    """Læsø has nobody of 7 years: a streamed answer leaves that row out."""
    size = {"000": 60_000, "082": 12_000, "657": 1_000, "730": 1_100, "825": 9}[place]
    return 0 if (place, age) == ("825", "7") else size + int(period[:4]) - 2025


FOLK1A = Published(
    "FOLK1A",
    "Befolkningen den 1. i kvartalet",
    "Antal",
    {
        "OMRÅDE": ("område", PLACES),
        "KØN": ("køn", {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"}),
        "ALDER": ("alder", {"IALT": "Alder i alt", **{str(age): f"{age} år" for age in range(126)}}),
        "CIVILSTAND": ("civilstand", {"TOT": "I alt", "U": "Ugift", "G": "Gift/separeret"}),
        "Tid": ("tid", {f"{year}K{quarter}": f"{year}K{quarter}" for year in YEARS for quarter in range(1, 5)}),
    },
    persons,
)
REGK31 = Published(
    "REGK31",
    "Kommunernes regnskaber på funktioner",
    "-",
    {
        "OMRÅDE": ("område", PLACES),
        "FUNKTION": ("funktion", {"2201": "0.22.01 Fælles formål", "52821": "5.28.21 Rådgivning", "52822": "5.28.22 Plejefamilier"}),
        "DRANST": ("dranst", {"1": "1 Driftskonti", "2": "2 Statsrefusion", "3": "3 Anlægskonti"}),
        "ART": ("art", {"TOT": "I alt (netto)", "UE": "Bruttoudgifter", "I": "Indtægter", "S1": "1 Lønninger"}),
        "PRISENHED": ("prisenhed", {"LOBM": "Løbende priser (1.000 kr.)", "INDL": "Pr. indbygger, løbende priser (kr.)"}),
        "Tid": ("tid", YEARS),
    },
    lambda place, function, *_: None if (place, function) == ("825", "52822") else 1167,
)  # fmt: skip
BU43 = Published(
    "BU43",
    "Børn og unge der modtager støtte",
    "Pct.",
    {
        "OMRÅDE": ("område", PLACES),
        "FORANSTALT": ("foranstaltning", {"IALT": "Udsatte børn og unge i alt", "ANBR": "Anbragte børn og unge"}),
        "ALDER": ("alder", {"TOT22": "I alt, 0-22 år", "9917": "0-17 år"}),
        "Tid": ("tid", YEARS),
    },
    lambda *_: 1.25,
    suppressed="..",
)
OTHER = Published("VEJR1", "Vejret", "Grader", {"Tid": ("tid", YEARS)}, lambda *_: 8)


@pytest.fixture
def statbank() -> Iterator[Statbank]:
    with serving(Statbank({each.table_id: each for each in (FOLK1A, REGK31, BU43, OTHER)})) as server:
        yield server


def client_of(statbank: Statbank, waits: list[float] | None = None, timeout: float = 20) -> Client:
    return Client(statbank.url, timeout=timeout, pause=(waits if waits is not None else []).append)


def fetched(statbank: Statbank, folder: Path, table_id: str, kind: Kind = "csv", limit: int = 100_000,
            wish: Wish | None = None) -> list[Path]:  # fmt: skip
    client = client_of(statbank)
    return fetch(client, order(client, table_id, kind, limit, wish or Wish()), folder, lambda *_: None)


def test_the_list_and_a_tables_variables_are_read_as_statbank_gives_them(statbank: Statbank) -> None:
    assert [each.table_id for each in listed(client_of(statbank))] == ["FOLK1A", "REGK31", "BU43", "VEJR1"]
    info = table_info(client_of(statbank), "folk1a")
    assert (info.table_id, info.unit, info.suppressed, info.time.variable) == ("FOLK1A", "Antal", "0", "Tid")
    assert [each.variable for each in info.variables if each.elimination] == ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND"]
    assert all(question["lang"] == "da" for _, question in statbank.asked)


@pytest.mark.parametrize("kind", ["csv", "bulk", "jsonstat"])
def test_every_format_gives_the_same_figures_and_the_population(statbank: Statbank, tmp_path: Path, kind: Kind) -> None:
    """Læsø's zero of seven-year-olds is a zero in each, though a streamed answer leaves it out."""
    paths = fetched(statbank, tmp_path, "FOLK1A", kind, wish=Wish((2024, 2025), ("0657", "0825")))
    assert [path.name for path in paths] == ["folk1a_2024-2025." + ("json" if kind == "jsonstat" else "csv")]
    (tmp_path / "sager.csv").write_text(
        "Sagsnr.;Modtaget;Kommune\nS-1;05-01-2026;657\nS-2;05-01-2026;825\n", encoding="utf-8"
    )
    report = load([tmp_path / "sager.csv", *paths], data_folder=tmp_path / "data")
    assert report.ok, report.faults
    found = figures(tmp_path / "data")
    assert len(found) == 3 * 23 * 2
    assert found["0825", "2025K1", "7", "TOT", "TOT"] == 0
    assert found["0657", "2024K1", "0", "TOT", "TOT"] == 999
    assert {(row["municipality_code"], row["year"]): row["persons"] for row in table(tmp_path / "data", "population")} == {
        ("0657", 2024): 23 * 999, ("0657", 2025): 23 * 1000, ("0825", 2024): 22 * 8, ("0825", 2025): 22 * 9,
    }  # fmt: skip


def test_a_streamed_answer_has_values_for_every_variable_and_only_what_is_of_use(
    statbank: Statbank, tmp_path: Path
) -> None:
    fetched(statbank, tmp_path, "FOLK1A", "bulk")
    function, question = statbank.asked[-1]
    values = {each["code"]: each["values"] for each in question["variables"]}
    assert (function, question["table"], question["format"]) == ("data", "FOLK1A", "BULK")
    assert values == {
        "OMRÅDE": [*PLACES], "KØN": ["TOT"], "ALDER": [str(age) for age in range(23)], "CIVILSTAND": ["TOT"],
        "Tid": ["2025K1"],
    }  # fmt: skip


def test_a_streamed_answer_of_shares_has_missing_where_a_row_is_left_out(statbank: Statbank, tmp_path: Path) -> None:
    """What a left-out row means is the table's own suppressed value: not always zero."""
    statbank.tables["BU43"] = Published(**{**BU43.__dict__, "figure": lambda place, *_: 0 if place == "825" else 1.25})
    (path,) = fetched(statbank, tmp_path, "BU43", "bulk", wish=Wish(municipalities=("0825",)))
    load([path], data_folder=tmp_path / "data")
    assert {place: value for (place, *_), value in figures(tmp_path / "data").items()} == {
        "0000": 1.25, "0825": "missing",
    }  # fmt: skip


def test_accounts_come_as_the_page_shows_them_and_missing_stays_missing(statbank: Statbank, tmp_path: Path) -> None:
    paths = fetched(statbank, tmp_path, "regk31", wish=Wish((2023, 2024)))
    assert load(paths, data_folder=tmp_path / "data").ok
    rows = table(tmp_path / "data", "published_stat")
    assert {row["account_function"] for row in rows} == {"5.28.21", "5.28.22"}
    assert {row["year"] for row in rows} == {2023, 2024}
    assert {row["art"] for row in rows} == {"TOT", "UE", "I"}
    states = {(row["municipality_code"], row["account_function"]): row["state"] for row in rows}
    assert states["0825", "5.28.22"] == "missing"
    assert states["0825", "5.28.21"] == "ok"


@pytest.mark.parametrize("limit", [300, 900, 2_000, 100_000])
def test_questions_stay_under_the_limit_and_together_give_every_figure_once(
    statbank: Statbank, tmp_path: Path, limit: int
) -> None:
    """Year by year, then in halves; the server refuses whatever is above its limit."""
    statbank.most_cells = limit
    client = client_of(statbank)
    wanted = order(client, "REGK31", "csv", limit, Wish((2021, 2022, 2023)))
    assert all(cells(question) <= limit for question in wanted.questions)
    paths = fetch(client, wanted, tmp_path / "filer", lambda *_: None)
    assert len({path.name for path in paths}) == len(wanted.questions)
    assert (limit < 100_000) == (len(paths) > 1)
    report = load(paths, data_folder=tmp_path / "data")
    assert report.ok, report.faults
    assert (
        len(table(tmp_path / "data", "published_stat")) == 3 * 4 * 2 * 2 * 3 * 2
    )  # years, places … without the region


def test_too_many_cells_are_told_in_statbanks_own_words(statbank: Statbank, tmp_path: Path) -> None:
    statbank.most_cells = 10
    with pytest.raises(Problem) as refused:
        fetched(statbank, tmp_path, "BU43")
    assert refused.value.values == {"message": "Udtrækket er for stort. Antallet af celler overstiger grænsen"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [([(429, {"Retry-After": "7"}, b"")], [7]), ([(503, {}, b"<html>")] * 2, [2, 4]),
     ([(500, {"Retry-After": "86400"}, b"")], [30]), ([(502, {"Retry-After": "Wed, 21 Oct"}, b"")], [2])],
)  # fmt: skip
def test_a_busy_statbank_is_asked_again_after_a_bounded_wait(
    statbank: Statbank, trouble: list[tuple[int, dict[str, str], bytes]], waits: list[float]
) -> None:
    statbank.trouble = list(trouble)
    waited: list[float] = []
    assert table_info(client_of(statbank, waited), "BU43").table_id == "BU43"
    assert waited == waits


def test_a_statbank_that_stays_busy_is_given_up(statbank: Statbank) -> None:
    statbank.trouble = [(503, {}, b"")] * 9
    waited: list[float] = []
    with pytest.raises(Problem) as given_up:
        listed(client_of(statbank, waited))
    assert (given_up.value.code, given_up.value.values, waited) == ("busy", {"status": "503"}, [2, 4, 8])


def test_an_answer_that_breaks_off_is_asked_for_again_and_never_half_written(
    statbank: Statbank, tmp_path: Path
) -> None:
    client = client_of(statbank)
    wanted = order(client, "BU43", "csv", 100_000, Wish())
    statbank.cut = 1
    (path,) = fetch(client, wanted, tmp_path, lambda *_: None)
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 1 + len(PLACES) * 2 * 2
    statbank.cut = 9
    whole = path.read_bytes()
    with pytest.raises(Problem, match="broken_off"):
        fetch(client, wanted, tmp_path, lambda *_: None)
    assert path.read_bytes() == whole
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_silent_statbank_is_given_up(statbank: Statbank) -> None:
    statbank.silent = threading.Event()
    with pytest.raises(Problem, match="too_slow"):
        listed(client_of(statbank, timeout=0.05))


@pytest.mark.parametrize(
    "body",
    [b"<html>Login til kommunens net</html>", b"", b"[]", b'{"a": 1}', b"\xff\xfe\x00", b'{"id": "X", "variables": [1]}',
     b"[" * 5000, b'{"id": "X", "text": "x", "variables": []}', b"null"],
)  # fmt: skip
def test_garbage_instead_of_an_answer_is_said(statbank: Statbank, tmp_path: Path, body: bytes) -> None:
    statbank.trouble = [(200, {}, body)]
    with pytest.raises(Problem, match="unexpected"):
        table_info(client_of(statbank), "BU43")
    for kind in ("csv", "bulk", "jsonstat"):
        client = client_of(statbank)
        wanted = order(client, "BU43", kind, 100_000, Wish())
        statbank.trouble = [(200, {}, body)]
        with pytest.raises(Problem, match="unexpected"):
            fetch(client, wanted, tmp_path, lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_one_short_line_without_numbers_of_persons(statbank: Statbank) -> None:
    for message, said in [("En\n  linje", "En linje"), ("x" * 999, "x" * 200), ("010101-1234 er", "••••••-••••")]:
        statbank.trouble = [(400, {}, json.dumps({"message": message}).encode())]
        with pytest.raises(Problem) as refused:
            listed(client_of(statbank))
        assert refused.value.values == {"message": said}


@pytest.mark.parametrize("address", ["http://api.statbank.dk/v1", "file:///etc/passwd", "ftp://x", "api.statbank.dk"])
def test_only_https_is_asked(address: str) -> None:
    """A redirect from http to https loses what was posted; a file is no StatBank."""
    with pytest.raises(Problem, match="bad_address"):
        Client(address)


Terminal = Callable[..., tuple[int, str, str]]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """`trinvis` with a StatBank's address and words: its exit code, and what it wrote to both streams."""

    def run(url: str, *words: str) -> tuple[int, str, str]:
        done = trinvis(tmp_path / "data", *words, TRINVIS_STATBANK_URL=url)
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_terminal_fetches_loads_and_names_the_source(
    statbank: Statbank, terminal: Terminal, tmp_path: Path
) -> None:
    words = ["fetch", "bu43", "--aar", "2023-2024", "--kommune", "Herning", "--mappe", str(tmp_path), "--indlaes"]
    code, out, err = terminal(statbank.url, "statbank", *words)
    assert code == 0, out + err
    assert str(tmp_path / "bu43_2023-2024.csv") in out
    assert "Kilde: Danmarks Statistik, Statistikbanken BU43, CC BY 4.0." in out
    assert "Indlæst. Data er nu version" in out
    assert {place for place, *_ in figures(tmp_path / "data")} == {"0000", "0657"}


def test_spending_per_child_needs_no_population_from_the_finance_office(
    statbank: Statbank, terminal: Terminal, tmp_path: Path
) -> None:
    """12 months of 1,150,000 kr. over 23,000 persons are 600 kr. each: Herning's own, not the whole column's."""
    rows = [[f"2025-{month:02}", "528211003", "1150000"] for month in range(1, 13)]
    ledger = csv_file(tmp_path / "regnskab.csv", ["Måned", "Kontostreng", "Beløb"], rows)
    assert terminal(statbank.url, "import", str(ledger), "--kommune", "657")[0] == 0
    question = ("answer", "oekonomi", "?kommune=657&fra=2025-01&til=2025-12&interval=aar&enhed=barn")
    assert _preventive(terminal(statbank.url, *question)[1]) == "ingen data"
    words = ["fetch", "FOLK1A", "--aar", "2025", "--mappe", str(tmp_path), "--indlaes"]
    code, out, err = terminal(statbank.url, "statbank", *words)
    assert code == 0, out + err
    assert _preventive(terminal(statbank.url, *question)[1]) == "600"


def _preventive(answer: str) -> str:
    """kr. pr. 0-22-årig of Herning in 2025, as the answer has it."""
    return next(line.split(";")[3] for line in answer.splitlines() if line.startswith("Herning;2025;Forebyggende"))


def test_the_terminal_lists_and_describes_tables(statbank: Statbank, terminal: Terminal) -> None:
    code, out, _ = terminal("https://statbank.invalid/v1", "statbank", "tables")  # without asking anybody
    assert code == 0
    assert "HANDBU01" in out
    assert next(line for line in out.splitlines() if "BU43" in line).endswith("kan ikke lægges sammen")
    assert terminal(statbank.url, "statbank", "tables", "befolkning")[1].splitlines() == [
        "FOLK1A    Befolkningen den 1. i kvartalet (2020K1 – 2025K4) · kan indlæses", "1 af 1 tabeller.",
    ]  # fmt: skip
    _, out, _ = terminal(statbank.url, "statbank", "info", "regk31")
    assert "de kan ikke lægges sammen" in out
    assert "OMRÅDE (område): 5 værdier, fra 000 til 825 · kan udelades" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("fetch", "FOLK9"), "Statistikbanken svarer: Tabellen FOLK9 blev ikke fundet"),
        (("fetch", "BU43", "--aar", "1999"), "Tabellen har årene 2020 til 2025."),
        (("fetch", "BU43", "--aar", "i fjor"), "Skriv årene som 2024 eller 2022-2024."),
        (("fetch", "BU43", "--kommune", "Ringby"), "“Ringby” er ikke en dansk kommune."),
        (("fetch", "VEJR1", "--indlaes"), "VEJR1 kan hentes, men Trinvis kan ikke indlæse den."),
        (("fetch", "BU43", "--mappe", "/dev/null/x"), "Filen kan ikke skrives"),
    ],
)
def test_a_mistake_gets_one_sentence(
    statbank: Statbank, terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    code, _, err = terminal(statbank.url, "statbank", *words)
    assert code == 1
    assert sentence in err


def test_without_the_internet_it_says_what_can_be_done_by_hand(terminal: Terminal) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: who calls is turned away
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
        code, _, err = terminal(url, "statbank", "fetch", "BU43")
    assert code == 1
    assert "Statistikbanken kan ikke nås fra denne maskine." in err
    assert "trinvis import" in err


def guide_commands() -> list[list[str]]:
    text = (PROJECT / "docs" / "guide" / "statbank.md").read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in text.splitlines() if line.startswith("trinvis ")]


def test_the_guides_commands_do_what_it_says(
    statbank: Statbank, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    website_export(tmp_path / "regk31_2024.csv", figures={"Aarhus": 1230})
    commands = guide_commands()
    assert len(commands) == 7
    for words in commands:
        code, out, err = terminal(statbank.url, *words)
        assert code == 0, (words, out, err)
    assert sorted(path.name for path in (tmp_path / "statbank").iterdir()) == [
        "bu43_2025.csv", "folk1a_2024-2025.csv", "regk31_2022-2024.csv",
    ]  # fmt: skip
    rows = table(tmp_path / "data", "published_stat")
    assert {row["year"] for row in rows} == {2022, 2023, 2024}
    assert 1_230_000 in {row["amount_milli"] for row in rows if row["municipality_code"] == "0751"}
    assert {row["table_id"] for row in table(tmp_path / "data", "published_figure")} == {"FOLK1A"}
