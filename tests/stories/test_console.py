"""The console: a folder in, the report out, in forms that a machine may read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from wutong.config.command import run
from wutong.foundation.audit.models import Trail
from wutong.people.models import Official
from wutong.people.operations import record_official

pytestmark = pytest.mark.django_db
LEDGERS = Path(__file__).parents[2] / "demo/ledgers"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Import the demo county once, as the machine's administrator does."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert run(["import", str(LEDGERS), "--apply"]) == 0
        yield
        transaction.set_rollback(True)


def test_an_import_accounts_for_every_sheet(county: None, db: None, capsys: Any) -> None:
    told = said(capsys, "import", str(LEDGERS / "07.储备项目库.xlsx"), "--json")

    (sheet,) = told["sheets"]
    assert (sheet["kind"], sheet["rows"], sheet["same"]) == ("reserves", 150, 150)
    assert sheet["problems"] == [
        {
            "file": "07.储备项目库.xlsx",
            "sheet": "储备库",
            "cell": "F157",
            "code": "total_mismatch",
            "level": "report",
            "message": sheet["problems"][0]["message"],
        }
    ]


def test_importing_the_same_folder_again_changes_nothing(
    county: None, db: None, capsys: Any
) -> None:
    before = Trail.objects.exclude(action__startswith="imports.").count()

    told = said(capsys, "import", str(LEDGERS), "--apply", "--json")

    assert set(told["counts"]) == {"same"}
    assert Trail.objects.exclude(action__startswith="imports.").count() == before


def test_the_report_as_json_names_each_slot(county: None, db: None, capsys: Any) -> None:
    told = said(capsys, "report", "quarterly", "2023Q1", "--format", "json")

    slots = {slot["id"]: slot for slot in told["slots"]}
    assert (told["period"], told["cutoff"]) == ("2023Q1", "2023-03-31")
    assert slots["B03"] == {
        "id": "B03",
        "metric": "funds_in_place",
        "value": "4.18",
        "unit": "亿元",
        "text": "4.18",
        "rows": 158,
    }
    assert slots["B18"]["value"] == ["骁筠联新能源开发（临峪）有限公司"]
    assert len({s for s in slots if s[0] in "BF"}) == 57


def test_what_was_not_known_is_not_told(county: None, db: None, capsys: Any) -> None:
    told = said(
        capsys, "report", "quarterly", "2023Q1", "--known-on", "2023-04-03", "--format", "json"
    )
    assert told["known_on"] == "2023-04-03"
    assert "B03" in told["missing"]


def test_a_sentence_on_tax_rewards_is_withheld_with_its_reason(
    county: None, db: None, capsys: Any
) -> None:
    told = said(capsys, "report", "quarterly", "2023Q1", "--format", "json")

    slot = next(s for s in told["slots"] if s["id"] == "B35")
    assert (slot["value"], slot["unit"]) == ("1191", "万元")
    assert "公平竞争审查" in slot["withheld"]
    assert "税收奖励资金" not in told["text"]
    assert "落实奖励资金36.7万元。" in told["text"]


def test_figures_come_in_all_and_by_unit(county: None, db: None, capsys: Any) -> None:
    told = said(capsys, "figures", "2023Q1", "--json")

    funds = next(m for m in told["metrics"] if m["code"] == "funds_in_place")
    assert (funds["value"], funds["unit"]) == ("41767.03", "万元")
    assert funds["by_unit"]["临峪县石峡镇人民政府"] == "2276.88"
    assert funds["by_month"]["2023-02"] == "13637.21"


def test_held_rows_are_listed_and_corrected(county: None, db: None, capsys: Any) -> None:
    held = said(capsys, "held", "--json")
    row = next(r for r in held if r["problems"][0]["code"] == "unreadable_amount")

    left = said(capsys, "held", str(row["row"]), "amount=44300万元", "--json")

    assert len(left) == len(held) - 1
    trail = Trail.objects.filter(action="imports.row_corrected").latest("pk")
    assert trail.actor == Official.objects.get(username="machine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "quarterly", "2023Q5"], "时段“2023Q5”无法识别"),
        (["report", "yearly", "2023Q1"], "没有代号为“yearly”的报告模板"),
        (["figures", "2023Q1", "--cutoff", "三月底"], "日期“三月底”无法识别"),
        (["import", "/nowhere"], "没有这个文件夹"),
        (["held", "99999999", "amount=1"], "没有编号为 99999999 的行"),
        (["figures", "2023Q1", "--as", "nobody"], "没有用户名为“nobody”的在用账号"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    county: None, db: None, capsys: Any, arguments: list[str], words: str
) -> None:
    assert run(arguments) == 1
    assert words in capsys.readouterr().err


def test_the_report_is_for_those_who_write_it(county: None, db: None, capsys: Any) -> None:
    machine = Official.objects.get(username="machine")
    record_official(username="ma-town", name="马乡", actor=machine)
    assert run(["report", "quarterly", "2023Q1", "--as", "ma-town"]) == 1
    assert "报告由招商局编写和定稿" in capsys.readouterr().err
