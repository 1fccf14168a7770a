"""Taking a batch back: the state before, or a refusal that says what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.books import RECEIPT_HEAD, Desk, a_project, a_receipt, states, write
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.firms.models import Firm
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Milestone, Project
from wutong.attract.projects.operations import projects
from wutong.foundation.imports.models import Batch


def ledger(path: Path, amount: int = 5000, **given: object) -> Path:
    return write(
        path / "项目台账.xlsx",
        a_project("XM1", "储能项目", **{"签约金额（万元）": amount}, **given),
    )


def receipts(path: Path) -> Path:
    return write(path / "2023年到位资金.xlsx", a_receipt("XM1", "储能项目"), head=RECEIPT_HEAD)


def test_what_a_batch_made_is_gone_and_may_be_imported_again(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(ledger(tmp_path), receipts(tmp_path))

    assert desk.undo(batch) == Batch.State.UNDONE

    for model in (Project, Agreement, Milestone, Receipt, Firm):
        assert not model.objects.exists(), model  # type: ignore[attr-defined]
    again = desk.upload(ledger(tmp_path))
    assert states(again) == {2: "new"}


def test_what_a_batch_amended_is_as_before_and_its_row_stands_again(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take(ledger(tmp_path))
    second = desk.take(ledger(tmp_path, 6000))
    assert Agreement.objects.get().amount == 60_000_000

    desk.undo(second)

    assert Agreement.objects.get().amount == 50_000_000
    assert states(desk.upload(ledger(tmp_path))) == {2: "same"}
    assert states(desk.upload(ledger(tmp_path, 6000))) == {2: "changed"}


def test_a_record_that_a_batch_found_as_it_was_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    """The second ledger renames, the third only changes the amount: undoing it renames nothing."""
    desk.take(ledger(tmp_path))
    desk.take(ledger(tmp_path, 投资方所在地="广东省深圳市"))
    third = desk.take(ledger(tmp_path, 7000, 投资方所在地="广东省深圳市"))

    assert desk.undo(third) == Batch.State.UNDONE

    assert Project.objects.get().investor_place == "广东省深圳市"
    assert Agreement.objects.get().amount == 50_000_000


def test_a_batch_that_a_later_one_stands_on_stays(desk: Desk, tmp_path: Path) -> None:
    first = desk.take(ledger(tmp_path))
    second = desk.take(receipts(tmp_path))

    assert desk.undo(first) == Batch.State.APPLIED
    assert "请先撤销后来的导入" in desk.get(f"/imports/{first.pk}/")
    assert Project.objects.exists()

    assert desk.undo(second) == Batch.State.UNDONE
    assert desk.undo(first) == Batch.State.UNDONE
    assert not Project.objects.exists()


def test_a_batch_whose_record_was_edited_since_stays(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    batch = desk.take(ledger(tmp_path))
    projects.amend(Project.objects.get(), site="青石镇工业园", actor=world.clerk)

    assert desk.undo(batch) == Batch.State.APPLIED
    assert "在导入后又被修改" in desk.get(f"/imports/{batch.pk}/")


def test_an_undo_wants_a_reason(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(ledger(tmp_path))

    assert desk.post(f"/imports/{batch.pk}/undoing/", reason="").status_code == 422
    assert Project.objects.exists()


@pytest.mark.parametrize("at", [0, 1])
def test_a_corrected_row_is_taken_back_with_its_batch(
    at: int, desk: Desk, two_files: list[Path]
) -> None:
    batch = desk.take(*two_files)
    held = batch.ledgers.get(name="2023年到位资金.xlsx").sheets.get().rows.get(state="held")
    if at:
        desk.post(f"/imports/rows/{held.pk}/correction/", **{"cell-amount": "120"})
    assert Receipt.objects.count() == 1 + at

    desk.undo(batch)

    assert not Receipt.objects.exists()
    assert set(states(batch).values()) == {"undone"}
