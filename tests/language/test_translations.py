"""Every sentence has a Danish form with the same blanks, and no translation is left over."""

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import dashboard.language
from tests.language.messages import in_code, in_data

PO_FILES = sorted((Path(dashboard.language.__file__).parent / "da").glob("*.po"))


def translations() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in PO_FILES:
        with path.open("rb") as file:
            for message in read_po(file, locale="da"):
                if not message.id:
                    continue
                ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                texts = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                found[ids[0]] = texts
    return found


def blanks(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_sentence_is_translated() -> None:
    missing = (in_code() | in_data()) - set(translations())
    assert not missing, sorted(missing)


def test_no_translation_is_empty() -> None:
    assert [key for key, texts in translations().items() if not all(texts)] == []


def test_translations_fill_the_same_blanks() -> None:
    for key, texts in translations().items():
        for text in texts:
            assert blanks(text) <= blanks(key) | {"n"}, (key, text)


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.stem)
def test_no_sentence_is_translated_twice_differently(path: Path) -> None:
    with path.open("rb") as file:
        here = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in read_po(file, locale="da") if m.id}
    everything = translations()
    for key, text in here.items():
        texts = (text,) if isinstance(text, str) else tuple(text)
        assert everything[key] == texts, key
