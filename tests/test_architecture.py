"""What import-linter cannot say: privacy of pages, reach of templates, sizes and scopes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.models import Model

from wutong.foundation.keeping import kept
from wutong.foundation.records import Record
from wutong.foundation.scopes import Scoped
from wutong.people.models import COUNTY_ONLY, EVERYONE, CountyRecord

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
GRAPH = grimp.build_graph("wutong", cache_dir=None)
PAGES = sorted(m for m in GRAPH.modules if m.split(".")[-1] in {"views", "forms", "urls"})
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SOURCES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted(ROOT.glob("tests/**/*.py"))
RECORDS = [m for m in apps.get_models() if issubclass(m, Record)]
COUNTY = [m for m in RECORDS if issubclass(m, CountyRecord)]
FILE_LINES, TEMPLATE_LINES, FUNCTION_LINES = 400, 160, 60


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_private_to_their_app(page: str) -> None:
    home = page.rsplit(".", 1)[0]
    strangers = [
        m
        for m in GRAPH.find_modules_that_directly_import(page)
        if not m.startswith(home + ".") and not m.startswith("wutong.config")
    ]
    assert strangers == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_leans_on_ui_or_its_own_app(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    named = re.findall(r'{% (?:extends|include) "(\w+)/', text)
    assert set(named) <= {"ui", "desk", "django", template.parent.name}
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<script>(?!\s*{#)", text)


@pytest.mark.parametrize("source", SOURCES + TESTS, ids=name_of)
def test_a_file_fits_in_the_head(source: Path) -> None:
    assert len(source.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_fits_on_a_page(template: Path) -> None:
    assert len(template.read_text(encoding="utf-8").splitlines()) <= TEMPLATE_LINES


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_a_function_does_one_thing(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if length_of(f) > FUNCTION_LINES] == []


def length_of(function: ast.FunctionDef) -> int:
    """Return the lines of a function's body, its docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_no_module_is_a_drawer_of_odds_and_ends(source: Path) -> None:
    assert source.stem not in {"utils", "helpers", "common", "base", "manager", "misc"}


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m._meta.label)
def test_every_record_says_who_may_see_it(model: type[Model]) -> None:
    assert isinstance(model._default_manager.all(), Scoped)


@pytest.mark.parametrize("model", COUNTY, ids=lambda m: m._meta.label)
def test_the_scope_of_a_record_leads_to_a_unit(model: type[CountyRecord]) -> None:
    if model.scope in (EVERYONE, COUNTY_ONLY):
        return
    at: type[Model] = model
    for step in model.scope.split("__"):
        at = at._meta.get_field(step).remote_field.model  # type: ignore[union-attr]
    assert at._meta.label == "people.Unit"


@pytest.mark.parametrize("model", COUNTY, ids=lambda m: m._meta.label)
def test_every_county_record_is_written_through_operations(model: type[CountyRecord]) -> None:
    # Operations of their own, with their rules:
    by_hand = {
        "funds.Verification",
        "funds.Exclusion",
        "funds.Rejection",
        "funds.Recheck",
        "funds.Voucher",
        "funds.MonthlyReturn",
        "people.CountyMap",
        "firms.FirmMerger",
        "firms.FirmDistinction",
    } | {
        f"projects.{name}"
        for name in ("Stage", "Gate", "Waiver", "MajorTag", "Merger", "CreditShare", "Distinction")
    }
    by_hand |= {f"leads.{name}" for name in ("Judgement", "Transfer", "FirstContactDecision")}
    packaging = "Proposal ReturnYear TargetFirm Rubric Criterion Appraisal Mark Revision Interest"
    by_hand |= {f"projects.{name}" for name in packaging.split()}
    assert model in kept or model._meta.label in by_hand
