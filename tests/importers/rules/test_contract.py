"""Every rule is a module of its own, listed, with its test, in both languages, and speaks of columns that there are."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import tests.importers.rules
from dashboard.importers import rules
from dashboard.importers.rules import RULES
from dashboard.importers.sources import ALL_TEMPLATES
from dashboard.importers.wording import FAULTS
from dashboard.language import _, plural, set_language
from tests.importers.rules.examples import Example

TEMPLATES = {template.source: template for template in ALL_TEMPLATES}


def with_tests() -> set[str]:
    """The codes of which a test in this folder shows what they find, and what they only nearly find."""
    names = [path.stem for path in Path(tests.importers.rules.__path__[0]).glob("test_*.py")]
    modules = [importlib.import_module(f"{tests.importers.rules.__name__}.{name}") for name in names]
    examples: list[Example] = [example for module in modules for example in getattr(module, "EXAMPLES", ())]
    return {example.code for example in examples}


def test_every_module_is_a_listed_rule_of_the_same_name() -> None:
    assert {module.name for module in pkgutil.iter_modules(rules.__path__)} == set(RULES)


def test_every_rule_has_a_test_of_its_own() -> None:
    assert set(RULES) - with_tests() == set()


@pytest.mark.parametrize("code", RULES)
def test_a_rule_reads_columns_of_its_sources(code: str) -> None:
    assert RULES[code].fields
    for source, keys in RULES[code].fields.items():
        assert set(keys) <= {column.key for column in TEMPLATES[source].columns}


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.severity != "error"])
def test_what_is_kept_of_a_loaded_delivery_can_be_said_without_its_rows(code: str) -> None:
    assert "{" not in RULES[code].summary(3)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_speaks_danish_and_english_with_the_same_blanks(code: str) -> None:
    rule = RULES[code]
    assert code not in FAULTS
    said = []
    for language in ("en", "da"):
        set_language(language)  # type: ignore[arg-type]
        effect = [plural(rule.effect.one, rule.effect.many, n, n="{n}") for n in (1, 2)] if rule.effect else []
        said.append([_(rule.message), *effect])
    english, danish = said
    assert english == [rule.message, *([rule.effect.one, rule.effect.many] if rule.effect else [])]
    for one, other in zip(english, danish, strict=True):
        assert one != other
        assert set(re.findall(r"\{\w+\}", one)) == set(re.findall(r"\{\w+\}", other))
