"""The same two counties' facts in layouts of other offices: read as well, in any order, again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction

from tests.stories.test_two_counties import COMPLETE, correct, expectations
from wutong.config.commands.import_ import account
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.imports.operations import apply_batch, stage_batch, undo_batch
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.people.operations import machine_administrator
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.queries import read_report

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parents[1] / "ledgers"
TRUTHS = {"third-a": LEDGERS / "dev-truth.json", "third-b": LEDGERS / "dev2/truth.json"}
WORST = ("到位资金",), ("项目进度", "驻外", "助企"), ("",)  # and the roster last


class Office:
    """A folder of ledgers as one office keeps it."""

    def __init__(self, folder: str) -> None:
        self.path = LEDGERS / folder
        self.truth: dict[str, Any] = json.loads(TRUTHS[folder].read_text("utf-8"))
        self.planted: list[dict[str, Any]] = json.loads(
            (self.path / "planted.json").read_text("utf-8")
        )
        self.actor = machine_administrator()

    def files(self) -> list[tuple[str, Path]]:
        return [(p.name, p) for p in sorted(self.path.iterdir()) if p.suffix != ".json"]

    def take(self, files: list[tuple[str, Path]]) -> Batch:
        return apply_batch(stage_batch(name="x", files=files, actor=self.actor), actor=self.actor)


def slots() -> dict[str, Any]:
    template = Template.objects.get(code="quarterly")
    answer = read_report(template, Ask.of(Period.written("2023Q1"))).as_json()
    return {slot["id"]: slot["value"] for slot in answer["slots"]}


def as_told(wanted: dict[str, Any]) -> dict[str, Any]:
    read = slots()
    return {slot: read[slot] for slot in wanted}


# Before the folders that all later tests share are imported.


@pytest.mark.parametrize("folder", ["third-a"])
def test_ledgers_that_come_in_the_worst_order_end_alike(folder: str) -> None:
    office = Office(folder)

    left = {file for file in office.files() if "基础" not in file[0]}
    for words in WORST:
        now = {file for file in left if any(word in file[0] for word in words)}
        office.take(sorted(now))
        left -= now
    office.take([file for file in office.files() if "基础" in file[0]])

    wanted = expectations(office.truth)
    assert as_told(wanted) == wanted
    assert set(office.take(office.files()).counts) <= {"same", "held"}


def test_a_sheet_of_no_known_kind_is_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["食堂菜单"], ["星期", "早餐", "午餐"], ["一", "粥", "面"], ["二", "饼", "饭"]):
        book.active.append(row)
    book.save(tmp_path / "菜单.xlsx")

    batch = Office("third-a").take([("菜单.xlsx", tmp_path / "菜单.xlsx")])

    assert [p["code"] for p in account(batch)["problems"]] == ["unknown_sheet"]


@pytest.fixture(scope="module", params=list(TRUTHS))
def imported(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Office, Batch]]:
    """Import an office's folder once for all tests of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = Office(request.param)
        yield office, office.take(office.files())
        transaction.set_rollback(True)


@pytest.fixture
def office(imported: tuple[Office, Batch], db: None) -> Office:
    return imported[0]


def test_every_blank_is_what_it_is_in_the_other_layout(office: Office) -> None:
    wanted = expectations(office.truth)

    assert as_told(wanted) == wanted


def test_after_the_held_rows_are_corrected_so_are_the_figures(office: Office) -> None:
    for error in office.planted:
        if error["action"] == "hold" and error["true_value"] is not None:
            correct(error, office.actor)

    wanted = expectations(office.truth["after_corrections"])
    assert as_told(wanted) == wanted


def test_every_planted_error_is_named_where_it_has_moved(imported: tuple[Office, Batch]) -> None:
    office, batch = imported
    problems = account(batch)["problems"]

    named = {(p["file"], p["sheet"], p["cell"], p["code"]) for p in problems}
    wanted = {(e["file"], e["sheet"], e["cell"], e["kind"]) for e in office.planted}
    assert wanted - named == set()
    called = {
        (p["file"], p["sheet"], p["cell"], p["code"])
        for p in problems
        if p["level"] == "hold" or p["code"] in COMPLETE
    }
    places = {place[:3] for place in wanted}
    planted = {c for c in called if c[3] != "formula_error_total"}  # a sum of what is planted
    assert {c for c in planted if c[:3] not in places} == set()


def test_the_same_folder_again_changes_nothing(office: Office) -> None:
    before, trail = slots(), Trail.objects.exclude(action__startswith="imports.").count()

    again = office.take(office.files())

    assert set(again.counts) == {"same"}
    assert slots() == before
    assert Trail.objects.exclude(action__startswith="imports.").count() == trail


def test_a_changed_copy_shows_its_change_and_undoing_takes_it_back(
    office: Office, tmp_path: Path
) -> None:
    name = next(p.name for p in office.path.iterdir() if "兰洽会" in p.name)
    cell = dearer(office.path / name, tmp_path / name)
    before = slots()

    batch = office.take([(name, tmp_path / name)])

    changed = Row.objects.filter(sheet__ledger__batch=batch).exclude(differs={})
    assert [[row.cells[field][0] for field in row.differs] for row in changed] == [[cell]]
    assert slots() != before
    undo_batch(batch, reason="试", actor=office.actor)
    assert slots() == before


def dearer(ledger: Path, copy: Path) -> str:
    """Copy a fair's ledger with the first project to be signed at double; return its cell."""
    book = openpyxl.load_workbook(ledger)
    rows = book.worksheets[0].iter_rows()
    row = next(row for row in rows if any(cell.value == "拟签约" for cell in row))
    cell = [cell for cell in row if isinstance(cell.value, int | float)][-1]
    cell.value *= 2
    book.save(copy)
    return str(cell.coordinate)
