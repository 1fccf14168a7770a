"""Who may open the import pages, what they cost, and what long or broken work leaves."""

from __future__ import annotations

import io
import time
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.imports.books import (
    Desk,
    a_project,
    states,
    write,
)
from tests.imports.conftest import desk_of
from tests.world import World
from wutong.attract.projects.models import Project
from wutong.foundation.imports.models import Batch, Row
from wutong.sites.desk.views.imports import batches as batch_views


def test_a_stranger_finds_the_door_closed(
    strangers_desk: Desk, desk: Desk, two_files: list[Path]
) -> None:
    batch = desk.take(*two_files)
    row = Row.objects.first()
    assert row is not None

    for path in ("/imports/", f"/imports/{batch.pk}/", "/imports/held/", f"/imports/rows/{row.pk}/",
                 f"/imports/{batch.pk}/problems.xlsx", "/imports/words/", "/imports/mappings/"):  # fmt: skip
        strangers_desk.get(path, status=403)
    assert strangers_desk.send(two_files[0]).status_code == 403
    assert strangers_desk.post(f"/imports/{batch.pk}/undoing/", reason="x").status_code == 403


def test_an_importer_of_one_unit_sees_only_what_they_brought(
    world: World, desk: Desk, two_files: list[Path]
) -> None:
    others = desk.take(*two_files)
    own_desk = desk_of(world.an_official("sun", world.qingshi, ["imports.apply"], world.qingshi))
    own = own_desk.upload(two_files[0])

    own_desk.get(f"/imports/{own.pk}/")
    own_desk.get(f"/imports/{others.pk}/", status=404)
    own_desk.get(f"/imports/rows/{row_of_first(others).pk}/", status=404)
    assert f"/imports/{others.pk}/" not in own_desk.get("/imports/")


def row_of_first(batch: Batch) -> Row:
    return Row.objects.filter(sheet__ledger__batch=batch)[0]


def test_problems_go_back_to_a_unit_as_a_workbook(desk: Desk, two_files: list[Path]) -> None:
    batch = desk.upload(*two_files)

    reply = desk.client.get(f"/imports/{batch.pk}/problems.xlsx", {"unit": "青石镇"})

    page = openpyxl.load_workbook(io.BytesIO(b"".join(reply.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    assert rows[0][:3] == ["文件", "工作表", "单元格"]
    assert ["2023年到位资金.xlsx", "Sheet1", "E3", "青石镇"] in [row[:4] for row in rows]


@pytest.mark.parametrize("page", ["", "?state=new", "problems/"])
def test_the_review_asks_as_much_for_100_rows_as_for_one(
    page: str, desk: Desk, tmp_path: Path
) -> None:
    asked = []
    for count in (1, 3, 100):
        rows = [
            a_project(f"{count}-{n}", f"项目{count}-{n}", 签约时间="2031.1.1") for n in range(count)
        ]
        batch = desk.upload(write(tmp_path / f"项目台账{count}.xlsx", *rows))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(f"/imports/{batch.pk}/{page}")
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


def test_the_held_list_asks_as_much_for_100_rows_as_for_one(desk: Desk, tmp_path: Path) -> None:
    asked = []
    for count in (1, 3, 100):
        rows = [
            a_project(f"{count}-{n}", f"项目{count}-{n}", 签约时间="2031.1.1") for n in range(count)
        ]
        desk.take(write(tmp_path / f"项目台账{count}.xlsx", *rows))
        with CaptureQueriesContext(connection) as queries:
            desk.get("/imports/held/")
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_long_import_goes_on_behind_a_page_that_tells_how_far_it_is(
    transactional_db: None, world: World, two_files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_views, "MANY_BYTES", 0)
    monkeypatch.setattr(batch_views, "MANY_ROWS", 0)
    desk = desk_of(world.clerk)

    batch = desk.upload(*two_files)
    wait(desk, batch)
    desk.apply(batch)
    wait(desk, batch)

    batch.refresh_from_db()
    assert (batch.state, Project.objects.count()) == (Batch.State.APPLIED, 2)


def wait(desk: Desk, batch: Batch) -> None:
    for _ in range(300):
        if desk.client.get(f"/imports/{batch.pk}/progress/").status_code == 204:
            return
        time.sleep(0.05)
    raise TimeoutError


def test_a_failure_is_kept_with_the_batch_and_nothing_is_written(
    desk: Desk, two_files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    batch = desk.upload(*two_files)
    monkeypatch.setattr("wutong.foundation.imports.applying.settle_waiting", broken)
    monkeypatch.setattr("wutong.foundation.imports.operations.settle_waiting", broken)
    desk.apply(batch)

    assert batch.state == Batch.State.FAILED
    assert "什么也没有写入" in desk.get(f"/imports/{batch.pk}/")
    assert not Project.objects.exists()
    monkeypatch.undo()
    desk.post(f"/imports/{batch.pk}/judgement/")
    assert desk.apply(batch).state == Batch.State.APPLIED
    assert set(states(batch).values()) == {"applied", "held"}
