"""Our forms are whole in both languages, a file that is no form is refused in words, and scores are the published ones."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboard.instruments
from dashboard.instruments import FOLDER, PROBLEMS, Problem, instruments_of, score, shipped, turned
from dashboard.language import _, set_language
from dashboard.measures import SURVEY_INSTRUMENT, SURVEY_ITEMS, SURVEY_ITEMS_NEEDED

FORMS = Path(dashboard.instruments.__file__).parent / "forms"
OWN = """
id = "eget-skema"
version = 1
respondents = ["mother", "father"]
needed = 1
title = { da = "Vores skema", en = "Our form" }
licence = { da = "Vores eget.", en = "Our own." }
scale = { low = 1, high = 4 }

[[items]]
dimension = "flexibility"
da = "Hjælpen passer til os."
en = "The help suits us."
"""


def test_a_form_lies_in_the_file_of_its_name() -> None:
    assert {path.stem for path in FORMS.glob("*.toml")} == set(shipped())
    assert all(name == form.id for name, form in shipped().items())
    assert list(shipped())[:3] == ["foraeldre", "medarbejder", "barn"]


@pytest.mark.parametrize(("name", "questions"), [("foraeldre", 8), ("medarbejder", 5), ("barn", 4)])
def test_our_short_forms_are_whole_in_both_languages(name: str, questions: int) -> None:
    form = shipped()[name]
    texts = [form.title, form.licence, *form.scale.labels, *form.questions]
    assert len(form.questions) == questions
    assert len(form.scale.labels) == form.scale.high - form.scale.low + 1
    for text in texts:
        assert text.da != text.en
        assert text.da.strip()
        assert text.en.strip()
    everything = [item.da for form in shipped().values() for item in form.questions]
    assert len(set(everything)) == len(everything), "a question's text names its form"


def test_who_is_asked_what() -> None:
    parents, staff, children = (shipped()[name] for name in ("foraeldre", "medarbejder", "barn"))
    assert parents.respondents == ["mother", "father", "other"]
    assert (staff.respondents, children.respondents, children.age_from) == (["staff"], ["child"], 8)
    assert (children.scale.low, children.scale.high) == (1, 3)
    assert all(not shipped()[name].questions for name in ("who-5", "pss-10")), "texts of others are not ours to give"


def test_the_parents_form_begins_with_what_the_trust_measure_counts() -> None:
    form = shipped()[SURVEY_INSTRUMENT]
    assert form.counted == tuple(range(1, SURVEY_ITEMS + 1))
    assert form.needed == SURVEY_ITEMS_NEEDED
    assert not set(form.reversed) & set(form.counted)
    assert (form.questions[0].da, form.questions[1].da) == (
        "Jeg har tillid til min rådgiver.", "Jeg har tillid til kommunen.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values", "points"),
    [
        ("foraeldre", [1] * 6, 0),
        ("foraeldre", [5] * 6 + [1, 1], 100),  # the seventh and eighth are no part of it
        ("foraeldre", [3, 3, 3, 4, None, None], Fraction("56.25")),
        ("foraeldre", [5, 5, 5, None, None, None, 5, 5], None),
        ("barn", [3, 2, 1], 50),
        ("barn", [3, 3], None),
        ("who-5", [5] * 5, 100),
        ("who-5", [1, 2, 3, 4, 0], 40),
        ("who-5", [5] * 4, None),
        ("pss-10", [0] * 10, 16),  # four questions are turned
        ("pss-10", [4, 4, 4, 0, 0, 4, 0, 0, 4, 4], 40),
        ("pss-10", [0, 0, 0, 4, 4, 0, 4, 4, 0, 0], 0),
    ],
)
def test_a_score(name: str, values: list[int | None], points: int | None) -> None:
    assert score(shipped()[name], dict(enumerate(values, start=1))) == points


@given(st.data())
def test_a_score_stays_on_its_scale_and_rises_with_what_is_good(data: st.DataObject) -> None:
    form = shipped()[data.draw(st.sampled_from(sorted(shipped())))]
    answers = {item: data.draw(st.integers(form.scale.low, form.scale.high)) for item in form.counted}
    points = score(form, answers)
    assert points is not None
    assert 0 <= points <= 100
    for item, value in answers.items():
        better = value - 1 if item in form.reversed else value + 1
        if form.scale.low <= better <= form.scale.high:
            more = score(form, answers | {item: better})
            assert more is not None
            assert more > points


def test_a_reversed_answer_is_turned() -> None:
    parents = shipped()["foraeldre"]
    assert [turned(parents, 8, value) for value in (1, 3, 5)] == [5, 3, 1]
    assert turned(parents, 1, 5) == 5


def own(folder: Path, text: str, name: str = "eget.toml") -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / name).write_text(text, encoding="utf-8")
    return folder


def test_a_municipality_may_have_forms_of_its_own(tmp_path: Path) -> None:
    found, problems = instruments_of(own(tmp_path, OWN))
    assert problems == ()
    assert set(found) == {*shipped(), "eget-skema"}
    assert instruments_of(tmp_path / "nowhere") == (shipped(), ())


@pytest.mark.parametrize(
    ("before", "after", "code", "field"),
    [
        ('id = "eget-skema"', 'id = "Eget skema"', "form_id", "id"),
        ("version = 1", 'version = "1"', "form_version", "version"),
        ('en = "Our form"', 'en = " "', "form_title", "title.en"),
        ('["mother", "father"]', '["mother", "aunt"]', "form_respondents", "respondents.2"),
        ('["mother", "father"]', "[]", "form_respondents", "respondents"),
        ("needed = 1", "needed = 2", "form_needed", "needed"),
        ("needed = 1", "needed = 1\nreversed = [2]", "form_reversed", "reversed"),
        ("needed = 1", "needed = 1\nscored = [1, 1]", "form_scored", "scored"),
        ("needed = 1", 'needed = 1\nformula = "median"', "form_formula", "formula"),
        ("needed = 1", "needed = 1\nfactor = 0", "form_factor", "factor"),
        ("needed = 1", "needed = 1\nage_from = -1", "form_age_from", "age_from"),
        ("needed = 1", "needed = 1\ncolour = 1", "form_unknown_field", "colour"),
        ("high = 4", "high = 1", "form_scale", "scale"),
        ("high = 4", 'high = 4, labels = [{da = "Nej", en = "No"}]', "form_scale", "scale"),
        ("high = 4", "high = 4, words = { glad = 5 }", "form_scale", "scale"),
        ('dimension = "flexibility"', 'dimension = "luck"', "form_items", "items.1.dimension"),
        ('da = "Vores eget."', "", "form_unreadable", ""),
        ('id = "eget-skema"', 'id = "barn"', "form_id_taken", "barn"),
    ],
)
def test_a_file_that_is_no_form_is_left_out_and_named(
    tmp_path: Path, before: str, after: str, code: str, field: str
) -> None:
    assert before in OWN
    found, problems = instruments_of(own(tmp_path, OWN.replace(before, after, 1)))
    assert [(problem.code, problem.file) for problem in problems] == [(code, "eget.toml")]
    assert problems[0].field == field
    assert found == shipped()
    set_language("da")
    sentence = _(PROBLEMS[code], **problems[0]._asdict())
    assert sentence.startswith("Skemaet eget.toml")
    set_language("en")


def test_two_own_forms_of_one_id(tmp_path: Path) -> None:
    own(tmp_path, OWN, "a.toml")
    _found, problems = instruments_of(own(tmp_path, OWN, "b.toml"))
    assert problems == (Problem("form_id_taken", "b.toml", "eget-skema"),)


def test_our_own_files_are_plain_toml() -> None:
    for path in FORMS.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["id"] == path.stem
