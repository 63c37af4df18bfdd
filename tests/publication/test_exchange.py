"""Municipalities exchange what they have published, keep their persons at home, and take back no figure."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import answers
from dashboard.access.scope import settled as within_scope
from dashboard.access.viewer import Viewer
from dashboard.database import versions
from dashboard.demo import install
from dashboard.filters import Filters
from dashboard.publication.command import due, publish
from dashboard.publication.exchange import to_send
from dashboard.publication.lattice import NATION
from dashboard.publication.store import FOLDER, DamagedPublication, newest, packed, settled, unpacked
from dashboard.settings import Settings
from tests.published_sample import MUNICIPALITIES, reading
from tests.sample import made_once
from tests.typed import trinvis

AARHUS = "0751"


def made_here(folder: Path) -> None:
    publish(Settings(data_folder=folder), versions.current(folder, ""), lambda name, share: None)


@pytest.fixture(scope="module")
def aarhus_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "aarhus", _made)


def _made(folder: Path) -> None:
    install(folder, municipalities=(AARHUS,))
    made_here(folder)


@pytest.fixture
def aarhus(aarhus_made: Path, tmp_path: Path) -> Path:
    """An installation of one municipality, with a publication."""
    return Path(shutil.copytree(aarhus_made, tmp_path / "aarhus"))


@pytest.fixture
def others(published_folder: Path, tmp_path: Path) -> Path:
    """An installation of three others."""
    return Path(shutil.copytree(published_folder, tmp_path / "others"))


def table(folder: Path, viewer: Viewer, *codes: str) -> list[dict[str, str]]:
    """First contacts by quarter of these municipalities, as the viewer gets them; as texts, since NaN equals nothing."""
    with reading(folder):
        choices = answers.options(viewer)
        asked = replace(Filters.default(choices), municipalities=codes, period=choices.period, interval="quarter")
        filters = within_scope(viewer, asked, choices)
        found = answers.answer("time_to_first_contact", filters, viewer).table.records()
    rows = [row for row in found if row["municipality_code"] in codes]
    return [{name: str(value) for name, value in row.items()} for row in rows]


def test_what_is_sent_holds_the_published_municipalities_and_nothing_hidden(others: Path) -> None:
    sent = unpacked(to_send(others))
    assert set(sent.cells["place"]) == set(MUNICIPALITIES)
    assert not sent.made.nation
    hidden = sent.cells["state"] == "suppressed"
    assert hidden.sum() > 100
    assert sent.cells.loc[hidden, "value"].isna().all()
    whole = unpacked(newest(others).read_bytes()).cells
    assert NATION in set(whole["place"])
    merged = sent.cells.merge(whole, on=["measure", "figure", "place", "period", "kind", "category"])
    assert len(merged) == len(sent.cells)
    assert merged["value_x"].equals(merged["value_y"])


def test_received_figures_stand_beside_ones_own_for_a_project_lead(aarhus: Path, others: Path, tmp_path: Path) -> None:
    sent = trinvis(others, "publication", "export", str(tmp_path / "sendt.zip"))
    assert (sent.returncode, sent.stderr) == (0, "")
    received = trinvis(aarhus, "publication", "import", str(tmp_path / "sendt.zip"))
    assert received.returncode == 0, received.stderr
    assert "Herning" in received.stdout
    lead = Viewer("project_lead", None, programmes=frozenset({"mestringsstoette"}))
    at_home, received_rows = table(others, lead, "0657"), table(aarhus, lead, "0657")
    assert received_rows == at_home
    assert any(row["state"] == "ok" for row in received_rows)
    assert trinvis(aarhus, "publication", "list").stdout.count("Herning") == 1


def test_what_is_sent_later_takes_the_place_of_what_was_sent_before(aarhus: Path, others: Path, tmp_path: Path) -> None:
    file = tmp_path / "sendt.zip"
    first = unpacked(to_send(others))
    for name in (first.made.publication, "20270101T000000000000"):
        file.write_bytes(packed(replace(first, made=replace(first.made, publication=name))))
        assert trinvis(aarhus, "publication", "import", str(file)).returncode == 0
    listed = trinvis(aarhus, "publication", "list").stdout
    assert "20270101T000000000000" in listed
    assert first.made.publication not in listed


@pytest.mark.parametrize("what", ["changed", "no zip", "not audited", "own", "real"])
def test_what_may_not_be_received_is_refused_in_words(aarhus: Path, others: Path, tmp_path: Path, what: str) -> None:
    sent = unpacked(to_send(others))
    content, said = {
        "changed": (_with_another_figure(packed(sent)), "er ikke en offentliggørelse, eller den er ændret"),
        "no zip": (b"Sagsnr.;Barn\n", "er ikke en offentliggørelse, eller den er ændret"),
        "not audited": (packed(replace(sent, made=replace(sent.made, audited=False))), "er ikke en offentliggørelse"),
        "own": (to_send(aarhus), "Aarhus"),
        "real": (packed(replace(sent, made=replace(sent.made, origin="own"))), "Eksempeldata"),
    }[what]
    file = tmp_path / "sendt.zip"
    file.write_bytes(content)
    before = sorted(path.relative_to(aarhus) for path in (aarhus / FOLDER).rglob("*"))
    refused = trinvis(aarhus, "publication", "import", str(file))
    assert refused.returncode == 1
    assert said in " ".join(refused.stderr.split()), refused.stderr
    assert "Traceback" not in refused.stderr
    assert sorted(path.relative_to(aarhus) for path in (aarhus / FOLDER).rglob("*")) == before


def _with_another_figure(content: bytes) -> bytes:
    """The same file with one figure changed, as somebody with an editor would."""
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b",ok\n", b"0,ok\n", 1) if name == "cells.csv" else text)
    return buffer.getvalue()


def test_a_damaged_publication_is_never_read(others: Path) -> None:
    path = newest(others)
    path.write_bytes(_with_another_figure(path.read_bytes()))
    with pytest.raises(DamagedPublication):
        table(others, Viewer("national", None), "0657")


def test_a_settled_quarter_stays_as_it_was_published(aarhus: Path) -> None:
    """A case list corrected afterwards changes what a head sees at once, and no quarter that is out."""
    head, committee = Viewer("head", frozenset({AARHUS})), Viewer("committee", frozenset({AARHUS}))
    exact, published = table(aarhus, head, AARHUS), table(aarhus, committee, AARHUS)
    kept = settled(aarhus)
    install(aarhus, municipalities=(AARHUS,), seed=7)
    made_here(aarhus)
    assert len(list((aarhus / FOLDER).glob("publication-*.zip"))) == 2
    assert table(aarhus, head, AARHUS) != exact
    assert table(aarhus, committee, AARHUS) == published
    assert settled(aarhus) == kept


def test_a_new_publication_is_made_when_a_quarter_has_closed(aarhus: Path) -> None:
    assert not due(Settings(data_folder=aarhus), versions.current(aarhus, ""))
    nothing = trinvis(aarhus, "publication", "build", "--ved-kvartalsskift")
    assert (nothing.returncode, nothing.stdout) == (0, "Intet kvartal er lukket siden den seneste offentliggørelse.\n")
    shutil.rmtree(aarhus / FOLDER)
    made = trinvis(aarhus, "publication", "build", "--ved-kvartalsskift")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Offentliggjort: ")
