"""docs/guide/spoergeskemaer.md shows the forms as they are. `python -m tests.instruments.test_guide` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from dashboard.instruments import DIMENSION_NAMES, FOLDER, RESPONDENT_NAMES, Instrument, instruments_of, shipped
from dashboard.language import _, set_language
from dashboard.settings import PROJECT

GUIDE = PROJECT / "docs/guide/spoergeskemaer.md"
BETWEEN = re.compile(r"(<!-- skemaerne: [^\n]*-->\n)(.*?)(<!-- skemaerne slut -->)", re.DOTALL)


def forms() -> str:
    """Our short forms in Danish, a table each."""
    set_language("da")
    return "".join(_form(form) for form in shipped().values() if form.questions)


def _form(form: Instrument) -> str:
    scale = ", ".join(f"{n} {label.da.lower()}" for n, label in enumerate(form.scale.labels, start=form.scale.low))
    rows = "".join(
        f"| {number} | {item.da}{' *(vendt)*' if number in form.reversed else ''} | {_(DIMENSION_NAMES[item.dimension])} |\n"
        for number, item in enumerate(form.questions, start=1)
    )
    asked = ", ".join(_(RESPONDENT_NAMES[who]).lower() for who in form.respondents)
    age = f" fra {form.age_from} år" if form.age_from else ""
    counted = f"{len(form.counted)} tæller i scoren, mindst {form.needed} skal være besvaret."
    head = f"### {form.title.da}\n`{form.id}` · {asked}{age} · {scale}. {counted}\n\n"
    return f"{head}| nr. | spørgsmål | handler om |\n|---|---|---|\n{rows}\n{form.licence.da}\n\n"


def test_the_guide_shows_the_forms_as_they_are() -> None:
    found = BETWEEN.search(GUIDE.read_text("utf-8"))
    assert found, "the two marks"
    assert found[2] == forms(), "run: python -m tests.instruments.test_guide"


def test_the_guides_own_form_is_one(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    text = re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / FOLDER / "trivsel.toml").write_text(text[0], encoding="utf-8")
    found, problems = instruments_of(tmp_path)
    assert problems == ()
    assert "trivsel" in found


def test_the_invitation_says_confidential_and_not_anonymous() -> None:
    quoted = re.findall(r"(?:^>.*\n)+", GUIDE.read_text("utf-8"), re.MULTILINE)
    texts = [" ".join(text.replace(">", "").split()) for text in quoted]
    assert len(texts) == 3, "for parents, children and staff"
    assert all("fortrolige, men ikke anonyme" in text for text in texts)


if __name__ == "__main__":
    GUIDE.write_text(
        BETWEEN.sub(lambda found: found[1] + forms() + found[3], GUIDE.read_text("utf-8")), encoding="utf-8"
    )
