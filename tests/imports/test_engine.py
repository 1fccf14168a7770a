"""What an import does to records: the same again, a changed ledger, duplicates, bad cells, sums."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.imports.books import (
    PROJECT_HEAD,
    RECEIPT_HEAD,
    Desk,
    a_project,
    a_receipt,
    row_of,
    states,
    told,
    write,
)
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import Receipt
from wutong.attract.projects.models import Milestone, Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.models import Row
from wutong.foundation.imports.operations import apply_batch, stage_batch, undo_batch

TWINS = [
    a_project("XM1", "储能项目"),
    a_project("XM2", "储能项目", 责任单位="白杨乡", 入库时间="2023-03-01", 投资企业="杭州某某储能科技有限责任公司"),
]  # fmt: skip


def test_the_same_file_twice_changes_nothing(desk: Desk, two_files: list[Path]) -> None:
    desk.take(*two_files)
    project = Project.objects.get(code="XM1")

    again = desk.take(*two_files)

    assert set(states(again).values()) == {"same"}
    assert (Project.objects.count(), Receipt.objects.count()) == (2, 1)
    assert Project.objects.get(code="XM1").known_at == project.known_at


def test_a_changed_ledger_shows_the_difference_and_amends_only_that(
    desk: Desk, tmp_path: Path
) -> None:
    desk.take(
        write(tmp_path / "项目台账.xlsx", a_project("XM1", "甲项目"), a_project("XM2", "乙项目"))
    )
    before = {p.code: p.known_at for p in Project.objects.all()}
    newer = write(
        tmp_path / "项目台账.xlsx",
        a_project("XM1", "甲项目", **{"签约金额（万元）": 6000}),
        a_project("XM2", "乙项目"),
    )

    batch = desk.upload(newer)
    assert states(batch) == {2: "changed", 3: "same"}
    page = desk.get(f"/imports/{batch.pk}/", state="changed")
    assert "<del>5000万元</del> → <ins>6000万元</ins>" in page

    trail = Trail.objects.latest("pk").pk
    desk.apply(batch)
    amounts = dict(Agreement.objects.values_list("project__code", "amount"))
    assert amounts == {"XM1": 60_000_000, "XM2": 50_000_000}
    assert {p.code: p.known_at for p in Project.objects.all()} == before
    actions = Trail.objects.filter(pk__gt=trail).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["agreements.agreement_amended", "imports.applied"]


def test_every_record_has_its_row_in_the_trail(desk: Desk, two_files: list[Path]) -> None:
    desk.take(*two_files)

    for record in [*Project.objects.all(), *Agreement.objects.all(), *Receipt.objects.all()]:
        rows = Trail.objects.filter(key=record.pk, kind__model=record._meta.model_name)
        assert [row.action.rpartition("_")[2] for row in rows] == ["recorded"], record


@pytest.mark.parametrize(
    ("decision", "projects", "receipts"), [("same", 1, 1), ("different", 2, 2)]
)
def test_a_duplicate_is_decided_and_its_receipts_follow(
    decision: str, projects: int, receipts: int, desk: Desk, tmp_path: Path
) -> None:
    batch = desk.take(
        write(tmp_path / "项目台账.xlsx", *TWINS),
        write(
            tmp_path / "2023年到位资金.xlsx",
            a_receipt("XM1", "储能项目"),
            a_receipt("XM2", "储能项目", 责任单位="白杨乡"),
            head=RECEIPT_HEAD,
        ),
    )
    twin = Row.objects.get(key="XM2", kind="projects")
    page = desk.get(f"/imports/rows/{twin.pk}/")
    assert "是不是同一个项目" in page
    assert "临水县白杨乡人民政府" in page

    desk.post(f"/imports/rows/{twin.pk}/decision/", decision=decision)

    assert (Project.objects.count(), Receipt.objects.count()) == (projects, receipts)
    open_rows = Row.objects.filter(sheet__ledger__batch=batch, state__in=["held", "waiting"])
    assert not open_rows.exists()


@pytest.mark.parametrize(
    ("column", "written", "cell", "code"),
    [
        ("到位资金（万元）", -50, "E2", "negative_amount"),
        ("到位资金（万元）", "#REF!", "E2", "formula_error"),
        ("责任单位", "县双招双引专班", "A2", "unknown_unit"),
        ("项目编号", "XM999", "C2", "receipt_of_unknown_project"),
        ("月份", "2032-03", "D2", "wrong_year_text_date"),
    ],
)
def test_a_bad_cell_holds_its_row_and_is_pointed_at(
    column: str, written: object, cell: str, code: str, desk: Desk, tmp_path: Path
) -> None:
    row = a_receipt("XM1", "储能项目", **{column: written})
    if code == "receipt_of_unknown_project":
        row[2] = "没有的项目"
    batch = desk.take(
        write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目")),
        write(tmp_path / "2023年到位资金.xlsx", row, head=RECEIPT_HEAD),
    )

    assert (cell, code) in told(batch)
    assert not Receipt.objects.exists()
    held = Row.objects.get(state=Row.State.HELD)
    assert cell in desk.get(f"/imports/rows/{held.pk}/")


def test_a_sum_that_is_wrong_is_reported_and_the_rows_hold(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path / "项目台账.xlsx",
        a_project("XM1", "甲项目"),
        a_project("XM2", "乙项目"),
        ["合计", "", "", "", "", 12_000],
    )

    batch = desk.take(path)

    assert told(batch) == [("F4", "total_mismatch")]
    assert "合计写为12000，各行之和为10000" in desk.get(f"/imports/{batch.pk}/")
    assert Project.objects.count() == 2


def test_a_clerk_imports_units_and_what_they_answer_for_in_one_go(
    desk: Desk, tmp_path: Path
) -> None:
    """The clerk's rights reach the units that the same import brings."""
    roster = write(
        tmp_path / "单位名册.xlsx",
        ["临水县黑松镇人民政府", "黑松镇", "", "乡镇"],
        head=["单位全称", "简称", "曾用名", "类别"],
    )
    ledger = write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目", 责任单位="黑松镇"))

    desk.take(roster, ledger)

    assert Project.objects.get().lead_unit.name == "临水县黑松镇人民政府"


# --- any ledger that says the same imports to the same records ------------------------------

NAMES = {
    "项目编号": ["项目编号", "内部编码", "项目代码"],
    "项目名称": ["项目名称", "招商项目名称"],
    "责任单位": ["责任单位", "牵头单位", "包抓单位"],
    "投资企业": ["投资企业", "投资方", "投资主体"],
    "投资方所在地": ["投资方所在地", "投资方注册地"],
    "签约金额": ["签约金额", "合同金额", "协议金额"],
    "协议类型": ["协议类型", "合同类型"],
    "签约时间": ["签约时间", "签订日期", "签约日期"],
    "入库时间": ["入库时间", "入库日期"],
    "开工时间": ["开工时间", "动工时间", "开工日期"],
}
UNITS = {"（万元）": 1, "（亿元）": 10_000, "（元）": None}
DAYS = ["2023-01-10", "2023.1.10", "2023年1月10日", "2023/1/10"]


@st.composite
def headers(draw: st.DrawFn) -> tuple[list[str], list[int], str, str]:
    """Draw heads for the columns, their order, the unit of amounts, the way days are written."""
    heads = [draw(st.sampled_from(words)) for words in NAMES.values()]
    order = draw(st.permutations(range(len(heads))))
    return heads, order, draw(st.sampled_from(sorted(UNITS))), draw(st.sampled_from(DAYS))


def in_unit(wan: int, unit: str) -> object:
    return wan * 10_000 if unit == "（元）" else wan / (UNITS[unit] or 1)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(layout=headers(), amounts=st.lists(st.integers(1, 90_000), min_size=1, max_size=4))
def test_a_ledger_in_other_words_and_another_order_says_the_same(
    world: World, tmp_path: Path, layout: tuple[list[str], list[int], str, str], amounts: list[int]
) -> None:
    heads, order, unit, day = layout
    heads[5] += unit
    rows = [
        a_project(
            f"XM{n}", f"第{n}号项目", 签约时间=day, **{PROJECT_HEAD[5]: in_unit(amount, unit)}
        )
        for n, amount in enumerate(amounts)
    ]
    shuffled = [[row[at] for at in order] for row in rows]
    path = write(tmp_path / "招商引资项目台账.xlsx", *shuffled, head=[heads[at] for at in order])

    batch = stage_batch(name="试", files=[(path.name, path)], actor=world.clerk)
    apply_batch(batch, actor=world.clerk)

    found = Project.objects.order_by("code").values_list(
        "code", "name", "lead_unit__short_name", "agreements__amount", "agreements__signed_on"
    )
    assert [(*row[:3], int(row[3]), f"{row[4]}") for row in found] == [
        (f"XM{n}", f"第{n}号项目", "青石镇", amount * 10_000, "2023-01-10")
        for n, amount in enumerate(amounts)
    ]
    assert Milestone.objects.filter(kind="commenced").count() == len(amounts)
    undo_batch(batch, reason="下一例", actor=world.clerk)
    assert not Project.objects.exists()


def test_the_row_numbers_are_those_of_the_sheet(desk: Desk, two_files: list[Path]) -> None:
    assert row_of(desk.upload(two_files[0]), 3).cells["code"] == ["A3", "XM2"]
