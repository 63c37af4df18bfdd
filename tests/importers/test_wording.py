"""Every code has its sentence, and every sentence its Danish."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

import dashboard.importers
from dashboard.importers.render import render
from dashboard.importers.report import Fault, FileReport, Report
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.wording import FAULTS, REMARKS, SOURCE_NAMES
from dashboard.language import set_language

FOLDER = Path(dashboard.importers.__file__).parent


def danish() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (FOLDER.parent / "language" / "da").glob("*.po"):
        with path.open("rb") as file:
            found |= {m.id if isinstance(m.id, str) else m.id[0]: str(m.string) for m in read_po(file) if m.id}
    return found


def test_every_sentence_has_a_danish_one_with_the_same_places() -> None:
    known = danish()
    columns = [text for t in ALL_TEMPLATES for text in (t.title, t.who, *(column.help for column in t.columns))]
    for message in [*FAULTS.values(), *REMARKS.values(), *SOURCE_NAMES.values(), *columns]:
        assert known.get(message), message
        assert set(re.findall(r"\{\w+\}", known[message])) == set(re.findall(r"\{\w+\}", message))


def test_every_code_in_the_importers_has_a_sentence_and_the_other_way_round() -> None:
    paths = [path for path in FOLDER.rglob("*.py") if path.name not in ("wording.py", "report.py")]
    used = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)*)"', used))
    assert {code for code in [*FAULTS, *REMARKS] if code not in quoted} == set()
    raised = set(re.findall(r'(?:Bad|Refused|Remark)\("([a-z_]+)"', used))
    assert raised <= {*FAULTS, *REMARKS}


def test_a_report_reads_in_both_languages() -> None:
    fault = Fault("sager.csv", 5, "Modtaget", "bad_date", {"value": "i går"})
    report = Report((FileReport("sager.csv", "cases", 1, (fault,)),), "refused")
    set_language("en")
    assert render(report) == [
        "sager.csv · Case list · 1 row",
        "  Error, row 5, column Modtaget: “i går” is not a date. Write it as 31-12-2025.",
        "1 error. Nothing has been changed. Correct the files and try again.",
    ]
    set_language("da")
    assert render(report)[0] == "sager.csv · Sagsliste · 1 række"
