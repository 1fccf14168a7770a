"""Reports as files: each of its type, with its content, for those who may have it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.bulletins.quarter import DRAFT, Quarter, finalise, words
from tests.desk.conftest import SignIn

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
SAYS = "新签约入库项目2项，签约额15000万元"


def addresses(quarter: Quarter, signed_in: SignIn) -> dict[str, str]:
    report = finalise(signed_in(quarter.world.clerk))
    return {"draft": f"{DRAFT}report.", "version": f"/reports/versions/{report.pk}/report."}


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("which_one", ["draft", "version"])
def test_each_file_is_of_its_type_and_says_the_report(
    quarter: Quarter, signed_in: SignIn, which_one: str, form: str
) -> None:
    address = addresses(quarter, signed_in)[which_one] + form

    reply = signed_in(quarter.world.clerk).get(address)

    assert reply.status_code == 200
    assert reply["Content-Type"] == TYPES[form]
    assert f".{form}" in reply["Content-Disposition"]
    if form == "pdf":
        assert reply.content.startswith(b"%PDF-")
    said = words(form, reply.content)
    if form == "xlsx":
        assert "储能装备制造项目" in said
        assert "10000" in said  # 万元
    else:
        assert SAYS in said
    if form in ("docx", "pdf", "html"):
        assert "数据截止2023-03-31" in said
        assert ("第1版" in said) == (which_one == "version")


def test_the_annex_has_a_sheet_for_each_figure(quarter: Quarter, signed_in: SignIn) -> None:
    for address in addresses(quarter, signed_in).values():
        reply = signed_in(quarter.world.clerk).get(f"{address}xlsx")

        titles = openpyxl.load_workbook(BytesIO(reply.content)).sheetnames
        assert [title.partition(" ")[0] for title in titles] == [
            "B01", "B02", "B03", "B04", "B49", "F08",
        ]  # fmt: skip


def test_json_gives_the_slots_as_a_machine_reads_them(quarter: Quarter, signed_in: SignIn) -> None:
    for address in addresses(quarter, signed_in).values():
        told = json.loads(signed_in(quarter.world.clerk).get(f"{address}json").content)

        assert (told["period"], told["cutoff"]) == ("2023Q1", "2023-03-31")
        assert told["slots"][2] == {
            "id": "B03", "metric": "funds_in_place", "value": "500", "unit": "万元",
            "text": "500", "rows": 2,
        }  # fmt: skip
        assert told["slots"][4]["value"] == ["储能装备制造项目", "白杨光伏组件项目"]
        assert "pieces" not in told


@pytest.mark.parametrize("form", TYPES)
def test_a_township_has_its_own_rows_and_no_text(
    quarter: Quarter, signed_in: SignIn, form: str
) -> None:
    both = addresses(quarter, signed_in)
    client = signed_in(quarter.world.stranger)

    draft, version = client.get(both["draft"] + form), client.get(both["version"] + form)

    assert draft.status_code == 403
    if form == "xlsx":
        assert version.status_code == 200
        said = words(form, version.content)
        assert "白杨光伏组件项目" in said  # their own
        assert "储能装备制造项目" not in said
        assert "不在您的权限范围内" in said
    else:
        assert version.status_code == 403
        assert "储能装备制造项目" not in version.text


def test_nobody_without_signing_in(quarter: Quarter, signed_in: SignIn, client: Any) -> None:
    client.defaults["HTTP_HOST"] = "127.0.0.1"
    for address in addresses(quarter, signed_in).values():
        reply = client.get(f"{address}docx")
        assert reply.status_code == 302
        assert reply.url.startswith("/login/")


def test_there_is_no_other_format(quarter: Quarter, signed_in: SignIn) -> None:
    for address in addresses(quarter, signed_in).values():
        assert signed_in(quarter.world.clerk).get(f"{address}exe").status_code == 404
