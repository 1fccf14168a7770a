"""Two counties' ledgers, imported as they are: every blank of the report, every planted error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from wutong.config.commands.figures import describe
from wutong.config.commands.import_ import account
from wutong.foundation.imports.models import Batch, Problem, Row
from wutong.foundation.imports.operations import apply_batch, correct_row, stage_batch
from wutong.foundation.money import in_wan, plain, rounded
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import catalogue, metric
from wutong.people.models import Unit
from wutong.people.operations import machine_administrator
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.queries import read_report

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
LEDGERS = {"临峪县": ROOT / "demo/ledgers", "清垣县": ROOT / "tests/ledgers/dev2"}
DEFINITIONS = {
    "临峪县": (ROOT / "tests/ledgers/dev-truth.json", ROOT / "tests/ledgers/dev-planted.json"),
    "清垣县": (ROOT / "tests/ledgers/dev2/truth.json", ROOT / "tests/ledgers/dev2/planted.json"),
}
COMPLETE = {
    "duplicate_project", "total_mismatch", "formula_error_total", "cumulative_mismatch",
    "origin_conflict", "receipt_without_voucher", "legal_negative_correction", "plan_conflict",
    "real_estate", "local_investor",
}  # fmt: skip


class Imported:
    def __init__(self, county: str) -> None:
        truth, planted = DEFINITIONS[county]
        self.truth: dict[str, Any] = json.loads(truth.read_text("utf-8"))
        self.planted: list[dict[str, Any]] = json.loads(planted.read_text("utf-8"))
        self.actor = machine_administrator()
        files = [(p.name, p) for p in LEDGERS[county].iterdir() if p.suffix == ".xlsx"]
        staged = stage_batch(name=county, files=files, actor=self.actor)
        self.batch: Batch = apply_batch(staged, actor=self.actor)

    def slots(self) -> dict[str, Any]:
        template = Template.objects.get(code="quarterly")
        answer = read_report(template, Ask.of(Period.written("2023Q1"))).as_json()
        return {slot["id"]: slot["value"] for slot in answer["slots"]}


@pytest.fixture(scope="module", params=list(LEDGERS))
def imported(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Imported]:
    """Import a county once for all tests of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Imported(request.param)
        transaction.set_rollback(True)


@pytest.fixture
def county(imported: Imported, db: None) -> Imported:
    return imported


def expected(slot: dict[str, Any]) -> Any:
    value = slot["value"]
    if slot["unit"] == "名称":
        return slot.get("printed") or ([value] if value else [])
    return None if value is None else str(value)


def expectations(truth: dict[str, Any]) -> dict[str, Any]:
    found = {slot: expected(row) for slot, row in truth.items() if slot[0] in "BF"}
    return {
        slot: [n["name"] if isinstance(n, dict) else n for n in value]
        if isinstance(value, list)
        else value
        for slot, value in found.items()
    }


def test_every_blank_and_fixed_value_is_the_county_s_own(county: Imported) -> None:
    read, wanted = county.slots(), expectations(county.truth)

    assert {slot: read[slot] for slot in wanted} == wanted


def test_after_the_held_rows_are_corrected_so_are_the_figures(county: Imported) -> None:
    for error in county.planted:
        if error["action"] == "hold" and error["true_value"] is not None:
            correct(error, county.actor)

    read, wanted = county.slots(), expectations(county.truth["after_corrections"])
    assert {slot: read[slot] for slot in wanted} == wanted


def correct(error: dict[str, Any], actor: Any) -> None:
    problem = Problem.objects.get(
        sheet__ledger__name=error["file"],
        sheet__name=error["sheet"],
        cell=error["cell"],
        level="hold",
    )
    is_amount = problem.field == "amount"
    value = f"{error['true_value']}万元" if is_amount else error["true_value"]
    row = correct_row(problem.row, corrections={problem.field: value}, actor=actor)
    assert row.state == Row.State.APPLIED


def test_every_planted_error_is_named_at_its_cell(county: Imported) -> None:
    named = {
        (p["file"], p["sheet"], p["cell"], p["code"]) for p in account(county.batch)["problems"]
    }

    wanted = {(e["file"], e["sheet"], e["cell"], e["kind"]) for e in county.planted}
    assert wanted - named == set()


def test_nothing_right_is_called_wrong(county: Imported) -> None:
    wanted = {(e["file"], e["sheet"], e["cell"]) for e in county.planted}

    called = {
        (p["file"], p["sheet"], p["cell"], p["code"])
        for p in account(county.batch)["problems"]
        if p["level"] == "hold" or p["code"] in COMPLETE
    }
    assert {c for c in called if c[:3] not in wanted} == set()


def test_the_headline_figures_by_unit_and_month(county: Imported) -> None:
    headline = county.truth["headline"]
    ask = Ask.of(Period.written("2023Q1"))
    names = dict(Unit.objects.values_list("pk", "name"))

    funds = metric("funds_in_place")
    by_unit = {names[k]: plain(in_wan(v)) for k, v in funds.by("unit", ask).items()}
    wanted = {u: h["outside_funds_2023q1_wan"] for u, h in headline["by_unit"].items()}
    assert {unit: by_unit.get(unit, "0") for unit in wanted} == wanted

    months = {
        month: plain(in_wan(funds.value(Ask.of(Period.written(month)))))
        for month in headline["county"]["outside_funds_wan_by_month"]
    }
    assert months == headline["county"]["outside_funds_wan_by_month"]


@pytest.mark.parametrize(
    ("figure", "key"),
    [
        ("projects_registered", "new_projects"),
        ("projects_commenced", "new_started"),
        ("commencement_rate", "commencement_pct"),
        ("funds_in_place_growth", "growth_pct"),
        ("completion_year", "completion_year_pct"),
        ("completion_period", "completion_q1_pct"),
    ],
)
def test_rates_by_unit(county: Imported, figure: str, key: str) -> None:
    units = dict(Unit.objects.values_list("pk", "name"))
    told = describe(catalogue[figure], Ask.of(Period.written("2023Q1")), units)

    wanted = {unit: row[key] for unit, row in county.truth["headline"]["by_unit"].items()}
    zero = "0" if key.startswith("new") else None
    read = {unit: told["by_unit"].get(unit, zero) for unit in wanted}
    assert read == {unit: None if v is None else str(v) for unit, v in wanted.items()}


def test_stages_of_all_contracts(county: Imported) -> None:
    ask = Ask.of(Period.written("2023Q1"))
    read = {
        "终止": catalogue["stage_terminated"].value(ask),
        "投产": catalogue["stage_in_production"].value(ask),
        "在建": catalogue["stage_under_way"].value(ask),
        "入库未开工": catalogue["stage_registered"].value(ask),
        "签约未入库": catalogue["stage_unregistered"].value(ask),
    }

    counts = county.truth["headline"]["stage_counts"]
    wanted = {
        k: Decimal(v["count"] if isinstance(v, dict) else v) for k, v in counts.items() if k in read
    }
    assert {k: read[k] for k in wanted} == wanted
    assert wanted


@pytest.mark.parametrize(
    ("figure", "cohort", "key"),
    [
        ("commencement_rate_all", "commencement_all", "pct"),
        ("funds_in_place_rate", "funds_in_place", "pct"),
        ("framework_or_intent", "framework_or_intent", ""),
    ],
)
def test_rates_name_their_cohort(county: Imported, figure: str, cohort: str, key: str) -> None:
    value = catalogue[figure].value(Ask.of(Period.written("2023Q1")))

    wanted = county.truth["headline"][cohort]
    assert isinstance(value, Decimal)
    assert plain(rounded(value)) == str(wanted[key] if key else wanted)
