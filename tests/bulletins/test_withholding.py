"""A sentence on tax-linked rewards is printed once each has a legal basis and a review."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.bulletins.quarter import DRAFT, Quarter, finalise, words
from tests.desk.conftest import SignIn
from wutong.compliance.models import Review
from wutong.compliance.operations import conclude_review, reviews
from wutong.people.models import Official
from wutong.serve.policies.models import Payout
from wutong.serve.policies.operations import payouts

SENTENCE = "为{{ firms_rewarded }}家企业落实税收奖励资金{{ rewards_paid | wan }}万元"
REASON = "1笔税收类兑付中，1笔未记录法律依据，1笔没有已结论的公平竞争审查"


@pytest.fixture
def payout(quarter: Quarter) -> Payout:
    quarter.writes(f"签约{{{{ projects_registered }}}}项；{SENTENCE}。")
    return payouts.record(
        firm=quarter.world.a_firm(), instrument="tax_linked", year=2022, amount=1_910_000,
        paid_on=date(2022, 7, 9), actor=quarter.world.machine,
    )  # fmt: skip


@pytest.fixture
def leader(quarter: Quarter) -> Official:
    """Someone who sees the whole county and writes no report."""
    world = quarter.world
    return world.an_official("he", world.county, ["county.see"], world.county)


def slots(client: Client, address: str) -> dict[str, Any]:
    told = json.loads(client.get(address).content)
    return {slot["metric"]: slot for slot in told["slots"]}


def lawful(payout: Payout, quarter: Quarter, *, concluded: bool = True) -> Review:
    """Give a payout its basis and a review, as the pages do."""
    actor = quarter.world.machine
    review = reviews.record(measure="工业奖励办法", legal_basis="企业所得税法第三条", actor=actor)
    payouts.amend(payout, basis="临政发〔2022〕8号", review=review, actor=actor)
    if concluded:
        conclude_review(review, conclusion="conforms", on=date(2022, 6, 1), actor=actor)
    return review


def test_the_sentence_is_withheld_with_its_reason(
    quarter: Quarter, payout: Payout, signed_in: SignIn
) -> None:
    client = signed_in(quarter.world.clerk)

    draft = client.get(DRAFT)

    assert draft.context["answer"].text == "签约2项。"
    assert "税收奖励资金" not in draft.context["page"]
    assert REASON in draft.text
    assert "191万元" in draft.text  # told to the bureau, beside the text
    slot = slots(client, f"{DRAFT}report.json")["rewards_paid"]
    assert (slot["value"], slot["unit"], slot["rows"]) == ("191", "万元", 1)
    assert REASON in slot["withheld"]


def test_a_frozen_report_keeps_it_withheld(
    quarter: Quarter, payout: Payout, signed_in: SignIn
) -> None:
    client = signed_in(quarter.world.clerk)
    report = finalise(client)
    lawful(payout, quarter)

    address = f"/reports/versions/{report.pk}/"
    page = client.get(address)

    assert report.text == "签约2项。"
    assert REASON in page.text
    assert REASON in slots(client, f"{address}report.json")["rewards_paid"]["withheld"]


@pytest.mark.parametrize("form", ["docx", "html"])
def test_no_file_prints_it(quarter: Quarter, payout: Payout, signed_in: SignIn, form: str) -> None:
    said = words(form, signed_in(quarter.world.clerk).get(f"{DRAFT}report.{form}").content)

    assert "签约2项。" in said
    assert "税收奖励" not in said


def test_its_value_is_told_to_the_bureau_alone(
    quarter: Quarter, payout: Payout, leader: Official, signed_in: SignIn
) -> None:
    report = finalise(signed_in(quarter.world.clerk))
    client = signed_in(leader)
    slot = report.readings.get(figure="rewards_paid").slot

    draft, figure = client.get(DRAFT), client.get("/figures/rewards_paid/?period=2023Q1")
    frozen = client.get(f"/reports/versions/{report.pk}/slots/{slot}/")

    assert REASON in draft.text
    assert "191" not in draft.text
    for page in (figure, frozen):
        assert "按规定不公布" in page.text
    for address in (f"{DRAFT}report.json", f"/reports/versions/{report.pk}/report.json"):
        told = slots(client, address)["rewards_paid"]
        assert (told["value"], told["text"]) == (None, "")
        assert REASON in told["withheld"]
    for address in (f"{DRAFT}report.xlsx", f"/reports/versions/{report.pk}/report.xlsx"):
        book = openpyxl.load_workbook(BytesIO(client.get(address).content))
        sheet = next(s for s in book if "税收奖励资金" in s.title)
        notes = [row[0] for row in sheet.iter_rows(max_row=5, values_only=True)]
        assert not any("191" in str(note) for note in notes if str(note).startswith("读数"))


def test_it_prints_once_each_payout_is_lawful(
    quarter: Quarter, payout: Payout, signed_in: SignIn
) -> None:
    client = signed_in(quarter.world.clerk)
    review = lawful(payout, quarter, concluded=False)
    pending = client.get(DRAFT).context["answer"]
    conclude_review(review, conclusion="conforms", on=date(2022, 6, 1), actor=quarter.world.machine)

    draft = client.get(DRAFT)

    assert "没有已结论的公平竞争审查" in pending.withheld[0]
    assert "为1家企业落实税收奖励资金191万元。" in draft.context["answer"].text
    assert draft.context["reasons"] == []
    assert "withheld" not in slots(client, f"{DRAFT}report.json")["rewards_paid"]


def test_a_review_that_forbids_does_not_let_it_print(
    quarter: Quarter, payout: Payout, signed_in: SignIn
) -> None:
    review = lawful(payout, quarter, concluded=False)
    conclude_review(review, conclusion="violates", on=date(2022, 6, 1), actor=quarter.world.machine)

    assert signed_in(quarter.world.clerk).get(DRAFT).context["answer"].text == "签约2项。"
