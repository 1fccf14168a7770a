"""Documents that repeat the code are compared with it."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from wutong.metrics.reference import page

ROOT = Path(__file__).parents[1]


def test_the_glossary_and_the_models_agree() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| .+? \| `([a-z]+\.[A-Z]\w+)`", text, flags=re.M)

    ours = [m for m in apps.get_models() if m.__module__.startswith("wutong.")]
    models = {m._meta.label: str(m._meta.verbose_name) for m in ours}
    assert {label: term for term, label in rows} == models


def test_the_list_of_figures_is_current() -> None:
    assert (ROOT / "docs/metrics.md").read_text(encoding="utf-8") == page()


def test_the_readme_names_the_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.M))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bmake ([a-z]+)", readme)) <= targets
    assert {"run", "test"} <= set(re.findall(r"\bmake ([a-z]+)", readme))
