"""The clerk drops ledgers on the page, reviews, corrects, applies: through the front door."""

from __future__ import annotations

import zipfile
from contextlib import ExitStack
from pathlib import Path

from tests.imports.books import PROJECT_HEAD, Desk, a_project, states, write
from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Batch, Provenance, RememberedMapping, Row, Synonym

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


def test_a_dropped_folder_keeps_units_files_of_one_name_apart(desk: Desk, tmp_path: Path) -> None:
    files = []
    for unit in ("青石镇", "白杨乡"):
        (tmp_path / unit).mkdir()
        row = a_project(f"XM-{unit}", f"{unit}项目", 责任单位=unit)
        files.append(write(tmp_path / unit / "项目台账.xlsx", row))
    paths = [f"一季度/{path.parent.name}/{path.name}" for path in files]

    with ExitStack() as stack:
        sent = [stack.enter_context(path.open("rb")) for path in files]
        desk.client.post("/imports/", {"ledgers": sent, "ledgers_paths": paths})

    batch = Batch.objects.get()
    assert batch.name == "一季度"
    assert sorted(ledger.name for ledger in batch.ledgers.all()) == sorted(paths)
    desk.apply(batch)
    assert Project.objects.count() == 2


def test_the_guess_is_shown_with_what_stands_in_each_column(
    desk: Desk, two_files: list[Path]
) -> None:
    batch = desk.upload(*two_files)
    sheet = batch.ledgers.get(name="2023年到位资金.xlsx").sheets.get()

    assert "按表头判断" in desk.get(f"/imports/{batch.pk}/")
    page = desk.get(f"/imports/sheets/{sheet.pk}/")
    for shown in ("到位资金（万元）", "详见合同", "回单0001", "储能项目"):
        assert shown in page
    assert '<option value="voucher" selected>凭证号</option>' in page


def test_a_sheet_taken_for_the_wrong_kind_is_set_right_and_judged_anew(
    desk: Desk, tmp_path: Path
) -> None:
    """With another kind the columns are guessed anew; 不导入 leaves the sheet out."""
    path = write(tmp_path / "台账.xlsx", a_project("XM1", "储能项目"))
    batch = desk.upload(path)
    sheet = batch.ledgers.get().sheets.get()

    desk.post(f"/imports/sheets/{sheet.pk}/", kind="")
    assert states(batch) == {}
    assert "人工选定" in desk.get(f"/imports/{batch.pk}/")

    desk.post(f"/imports/sheets/{sheet.pk}/", kind="projects")
    sheet.refresh_from_db()
    assert {"code", "name", "unit", "amount"} <= {use["field"] for use in sheet.mapping}
    assert states(batch) == {2: "new"}


def test_what_is_not_a_kind_is_refused(desk: Desk, two_files: list[Path]) -> None:
    sheet = desk.upload(two_files[0]).ledgers.get().sheets.get()

    desk.post(f"/imports/sheets/{sheet.pk}/", kind="nonsense")

    assert "请选择列出的台账类型" in desk.get(f"/imports/sheets/{sheet.pk}/")


def test_the_preview_tells_new_changed_same_and_held_before_anything_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "项目台账.xlsx"
    desk.take(write(path, a_project("XM1", "甲项目"), a_project("XM2", "乙项目")))

    write(
        path,
        a_project("XM1", "甲项目"),
        a_project("XM2", "乙项目", **{"签约金额（万元）": 8000}),
        a_project("XM3", "丙项目"),
        a_project("XM4", "丁项目", **{"签约金额（万元）": "面议"}),
    )
    batch = desk.upload(path)

    assert states(batch) == {2: "same", 3: "changed", 4: "new", 5: "held"}
    assert Project.objects.count() == 2
    for state, said in (
        ("same", "甲项目"),
        ("changed", "<del>5000万元</del> → <ins>8000万元</ins>"),
        ("new", "丙项目"),
        ("held", "金额“面议”无法识别"),
    ):
        assert said in desk.get(f"/imports/{batch.pk}/", state=state)
    row = Row.objects.get(sheet__ledger__batch=batch, number=5)
    assert "项目台账.xlsx › Sheet1 › F5" in desk.get(f"/imports/rows/{row.pk}/")


def test_a_ledger_that_comes_later_mends_what_was_held(desk: Desk, two_files: list[Path]) -> None:
    """Receipts first: they wait for their projects, and are in once the projects are."""
    projects, receipts = two_files
    early = desk.take(receipts)
    assert set(states(early).values()) == {"held"}
    assert "项目台账没有该项目" in desk.get("/imports/held/")

    desk.take(projects)

    assert states(early) == {2: "applied", 3: "held"}  # the other's amount cannot be read
    assert Receipt.objects.get().project.code == "XM1"


def test_a_unit_added_to_the_roster_mends_its_rows(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(
        write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目", 责任单位="黑松镇"))
    )
    assert states(batch) == {2: "held"}

    head = ["单位全称", "简称", "曾用名", "类别"]
    row = ["临水县黑松镇人民政府", "黑松镇", "", "乡镇"]
    desk.take(write(tmp_path / "单位名册.xlsx", row, head=head))

    assert states(batch) == {2: "applied"}
    assert Project.objects.get().lead_unit.short_name == "黑松镇"


def test_an_applied_batch_shows_what_became_of_each_row(desk: Desk, two_files: list[Path]) -> None:
    batch = desk.take(*two_files)

    page = desk.get(f"/imports/{batch.pk}/")
    assert "写入了什么" in page
    assert "项目台账 <b>2</b> 行" in page
    row = Row.objects.get(sheet__ledger__batch=batch, kind="projects", number=2)
    page = desk.get(f"/imports/rows/{row.pk}/")
    assert "形成的记录" in page
    assert "<b>项目</b> 储能项目" in page
    project = Project.objects.get(code="XM1")
    assert "项目台账.xlsx" in desk.get(f"/projects/{project.pk}/")


def test_a_word_switched_off_is_read_no_more_until_it_is_switched_on(
    desk: Desk, tmp_path: Path
) -> None:
    given = {"topic": "header", "kind": "projects", "meaning": "projects.amount"}
    row = a_project("XM1", "储能项目")
    path = write(tmp_path / "项目台账.xlsx", row)
    batch = desk.upload(path)
    assert "签约金额" in desk.get("/imports/words/", topic="header", kind="projects")

    desk.post("/imports/words/", **given, word="谈妥的数")
    page = desk.get("/imports/words/", topic="header", kind="projects")
    assert page.index("谈妥的数") < page.index("签约金额")  # one's own words stand first

    word = Synonym.objects.get()
    desk.post("/imports/words/switch/", **given, switch="off:projects.amount:谈妥的数")
    word.refresh_from_db()
    assert word.is_off
    assert "恢复 谈妥的数" in desk.get("/imports/words/", topic="header", kind="projects")
    desk.post("/imports/words/switch/", **given, switch="on:projects.amount:谈妥的数")
    word.refresh_from_db()
    assert not word.is_off
    assert states(batch) == {2: "new"}


def test_only_a_word_of_the_list_is_switched(desk: Desk) -> None:
    given = {"topic": "header", "kind": "projects"}

    for switch in ("off:projects.amount:没有的写法", "off:nonsense:签约金额", "", "maybe:a:b"):
        desk.post("/imports/words/switch/", **given, switch=switch)
        assert "词表里没有这个写法" in desk.get("/imports/words/", **given)
    assert not Synonym.objects.exists()
