"""The clerk drops ledgers on the page, reviews, corrects, applies: through the front door."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.imports.books import (
    PROJECT_HEAD,
    Desk,
    a_project,
    write,
)
from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Batch, Provenance, RememberedMapping, Row

ODD_HEAD = ["甲", *PROJECT_HEAD[1:]]


def test_two_files_are_reviewed_applied_and_the_held_row_corrected(
    desk: Desk, two_files: list[Path]
) -> None:
    batch = desk.upload(*two_files)
    page = desk.get(f"/imports/{batch.pk}/")
    assert "这是预览，还没有写入" in page
    assert "金额“详见合同”无法识别" in page
    assert not Project.objects.exists()

    desk.apply(batch)
    assert {p.code for p in Project.objects.all()} == {"XM1", "XM2"}
    held = Row.objects.get(state=Row.State.HELD)
    page = desk.get("/imports/held/")
    assert "金额无法识别" in page
    assert f"/imports/rows/{held.pk}/" in page

    desk.post(f"/imports/rows/{held.pk}/correction/", **{"cell-amount": "120"})
    held.refresh_from_db()
    receipt = Receipt.objects.get(project__code="XM2")
    assert (held.state, receipt.amount) == (Row.State.APPLIED, 1_200_000)
    made = Provenance.objects.get(row=held, role="receipt")
    assert made.record == receipt
    assert [t.changes for t in Trail.objects.filter(action="imports.row_corrected")] == [
        {"amount": ["详见合同", "120"]}
    ]
    assert "到位资金：详见合同 → 120" in desk.get(f"/imports/rows/{held.pk}/")


def test_after_a_correction_the_next_held_row_opens(desk: Desk, tmp_path: Path) -> None:
    bad = {"签约金额（万元）": "面议"}
    path = write(
        tmp_path / "项目台账.xlsx", *(a_project(f"X{n}", f"项目{n}", **bad) for n in (1, 2))
    )
    first, second = Row.objects.filter(sheet__ledger__batch=desk.take(path)).order_by("pk")

    reply = desk.post(f"/imports/rows/{first.pk}/correction/?kind=projects", **{"cell-amount": "9"})

    assert reply["Location"] == f"/imports/rows/{second.pk}/?kind=projects"


def test_a_row_still_wrong_stays_open_and_says_so(desk: Desk, two_files: list[Path]) -> None:
    desk.take(*two_files)
    held = Row.objects.get(state=Row.State.HELD)

    reply = desk.post(f"/imports/rows/{held.pk}/correction/", **{"cell-amount": "还是不清楚"})

    assert reply["Location"] == f"/imports/rows/{held.pk}/"
    assert "金额“还是不清楚”无法识别" in desk.get(f"/imports/rows/{held.pk}/")


def test_a_row_is_dismissed_with_its_reason(desk: Desk, two_files: list[Path]) -> None:
    desk.take(*two_files)
    held = Row.objects.get(state=Row.State.HELD)

    assert desk.post(f"/imports/rows/{held.pk}/dismissal/", reason=" ").status_code == 422
    desk.post(f"/imports/rows/{held.pk}/dismissal/", reason="单位确认填错")

    held.refresh_from_db()
    assert held.state == Row.State.DISMISSED
    assert "单位确认填错" in desk.get(f"/imports/rows/{held.pk}/")


def test_a_mapping_once_chosen_is_remembered(desk: Desk, tmp_path: Path) -> None:
    sheet = desk.upload(
        write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目"), head=ODD_HEAD)
    ).ledgers.get().sheets.get()  # fmt: skip
    columns = {f"column-{use['col']}": use["field"] for use in sheet.mapping} | {"column-0": "code"}
    desk.post(f"/imports/sheets/{sheet.pk}/", kind="projects", columns="1", **columns)
    sheet.refresh_from_db()
    assert [use["field"] for use in sheet.mapping if use["col"] == 0] == ["code"]

    later = desk.upload(
        write(tmp_path / "又一本.xlsx", a_project("XM9", "光伏项目"), head=ODD_HEAD)
    )
    again = later.ledgers.get().sheets.get()
    assert (again.certainty, again.mapping) == ("remembered", sheet.mapping)
    assert "按记住的表头" in desk.get(f"/imports/{later.pk}/")
    desk.apply(later)
    assert Project.objects.get().code == "XM9"

    desk.post(f"/imports/mappings/{RememberedMapping.objects.get().pk}/forgetting/")
    assert not RememberedMapping.objects.exists()


def test_one_field_cannot_be_two_columns(desk: Desk, two_files: list[Path]) -> None:
    sheet = desk.upload(two_files[0]).ledgers.get().sheets.get()
    given = {"kind": "projects", "columns": "1", "column-0": "name", "column-1": "name"}

    reply = desk.post(f"/imports/sheets/{sheet.pk}/", **given)

    assert reply.status_code == 422
    assert "选了两列" in reply.content.decode()


def test_a_synonym_teaches_a_header(desk: Desk, tmp_path: Path) -> None:
    head = [*PROJECT_HEAD[:5], "谈定数额（万元）", *PROJECT_HEAD[6:]]
    given = {"topic": "header", "kind": "projects", "meaning": "projects.amount"}
    desk.post("/imports/words/", **given, word="谈定数额(万元)")

    desk.take(write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目"), head=head))

    assert Agreement.objects.get().amount == 50_000_000
    page = desk.get("/imports/words/", topic="header", kind="projects")
    assert "谈定数额" in page


def test_unreadable_files_are_refused_in_words_and_the_rest_goes_on(
    desk: Desk, tmp_path: Path, two_files: list[Path]
) -> None:
    macro = tmp_path / "宏.xlsx"
    with zipfile.ZipFile(two_files[0]) as good, zipfile.ZipFile(macro, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        bad.writestr("xl/vbaProject.bin", b"x")
    bomb = tmp_path / "炸弹.xlsx"
    with (
        zipfile.ZipFile(two_files[0]) as good,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        bad.writestr("xl/media/image1.png", b"\0" * 64 * 1024 * 1024)
    locked = tmp_path / "加密.xlsx"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096)
    letter = tmp_path / "说明.docx"
    letter.write_bytes(b"\x89PNG\0\0\0")

    batch = desk.upload(two_files[0], macro, bomb, locked, letter)
    page = desk.get(f"/imports/{batch.pk}/")

    refused = {ledger.name: ledger.refusal for ledger in batch.ledgers.exclude(refusal="")}
    assert set(refused) == {"宏.xlsx", "炸弹.xlsx", "加密.xlsx", "说明.docx"}
    assert all(words in page for words in refused.values())
    assert "含有宏" in refused["宏.xlsx"]
    assert desk.apply(batch).state == Batch.State.APPLIED
    assert Project.objects.count() == 2


def test_a_zip_of_a_folder_is_taken_and_one_with_archives_in_it_refused(
    desk: Desk, tmp_path: Path, two_files: list[Path]
) -> None:
    folder, nested = tmp_path / "青石镇.zip", tmp_path / "套娃.zip"
    with zipfile.ZipFile(folder, "w") as archive:
        for path in two_files:
            archive.write(path, f"青石镇/{path.name}")
    with zipfile.ZipFile(nested, "w") as archive:
        archive.write(folder, "里面.zip")

    batch = desk.upload(folder)
    desk.send(nested)

    assert batch.name == "青石镇"
    assert [ledger.name for ledger in batch.ledgers.all()] == [
        "青石镇/2023年到位资金.xlsx",
        "青石镇/项目台账.xlsx",
    ]
    assert "里还有压缩包" in desk.get("/imports/")
    assert Batch.objects.count() == 1
