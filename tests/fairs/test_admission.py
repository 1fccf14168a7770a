"""Who may be on a fair's list: each condition judged in words, and the office's review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.conftest import SignIn
from tests.fairs.conftest import OPENS, Fair
from tests.world import World
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import sign_agreement
from wutong.attract.outreach.models import FairEntry
from wutong.attract.outreach.operations import admission_rules
from wutong.attract.projects.operations import reject_entry, sign_entry
from wutong.attract.projects.operations.fairs import admit_entry
from wutong.attract.projects.queries.admission import Screening, same_place, screened
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.operations import close_month

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 1)
REVIEW = {"on": "2023-06-01", "reason": ""}


def outcomes(entry: FairEntry, official: Any = None) -> dict[str, tuple[str, str]]:
    return {
        v.rule.check_code: (v.outcome, v.words) for v in screened(entry, on=DAY, official=official)
    }


def test_an_entry_that_meets_every_condition_is_admitted(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    entry = fair.an_entry()
    client = signed_in(fair.reviewer)

    page = client.get(f"/fair-entries/{entry.pk}/")
    reply = client.post(f"/fair-entries/{entry.pk}/admission/", REVIEW)

    assert {v.outcome for v in page.context["verdicts"]} == {"passes"}
    assert reply.status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.reviewed_by, entry.reviewed_on) == (
        "proposed",
        fair.reviewer,
        DAY,
    )
    assert Trail.objects.filter(action="projects.entry_admitted", key=entry.pk).count() == 1


@pytest.mark.parametrize(
    ("facts", "check", "outcome", "words"),
    [
        ({"policy_class": "restricted"}, "industry", "fails", "限制类项目，禁止投资新建"),
        ({"policy_class": ""}, "industry", "unknown", "没有填产业政策类别"),
        ({"province": "甘肃"}, "outside", "fails", "投资方在甘肃，是省内企业"),
        ({"province": "", "firm": None}, "outside", "unknown", "没有填投资方省份"),
        ({"agreement_kind": "intent"}, "contract", "fails", "拟签的是意向，不是合同"),
        ({"agreement_kind": ""}, "contract", "unknown", "没有填拟签协议"),
    ],
)
def test_each_condition_says_why(
    fair: Fair, facts: dict[str, Any], check: str, outcome: str, words: str
) -> None:
    entry = fair.an_entry(**facts)

    found = outcomes(entry)[check]

    assert found[0] == outcome
    assert words in found[1]
    with pytest.raises(Refused, match="不能列入拟签约") as refusal:
        admit_entry(entry, on=DAY, reason="已核实", actor=fair.reviewer)
    assert words in str(refusal.value)
    entry.refresh_from_db()
    assert entry.state == "pending"


def test_a_province_that_contradicts_the_register_cannot_be_told(world: World, fair: Fair) -> None:
    firm = world.a_firm("兰州某某商贸有限公司", province="甘肃省")
    entry = fair.an_entry(firm=firm, province="浙江省")

    assert outcomes(entry)["outside"] == (
        "unknown",
        "投资方省份填的是浙江省，企业登记在甘肃省，请核对后改正一处",
    )


def test_what_was_signed_at_an_earlier_edition_is_refused(fair: Fair) -> None:
    last = fair.an_edition(28, 2022)
    fair.an_entry(edition=last, state="signed")

    assert outcomes(fair.an_entry())["unsigned"] == (
        "fails",
        "“储能电池回收项目”已在第28届兰洽会签约",
    )


def test_what_was_withdrawn_earlier_or_signed_later_is_no_obstacle(fair: Fair) -> None:
    fair.an_entry(edition=fair.an_edition(28, 2022), state="withdrawn")
    fair.an_entry(edition=fair.an_edition(30, 2024), state="signed")

    assert outcomes(fair.an_entry())["unsigned"][0] == "passes"


def test_a_similar_name_asks_for_the_reviewers_word(fair: Fair) -> None:
    fair.an_entry("储能电池回收项目（一期）", edition=fair.an_edition(28, 2022), state="signed")
    entry = fair.an_entry("储能电池回收项目（二期）")

    assert outcomes(entry)["unsigned"][0] == "asks"
    with pytest.raises(Refused, match="请在审核意见里写明核实情况"):
        admit_entry(entry, on=DAY, actor=fair.reviewer)
    admitted = admit_entry(entry, on=DAY, reason="二期另行选址", actor=fair.reviewer)
    assert (admitted.state, admitted.review_reason) == ("proposed", "二期另行选址")


def test_a_project_with_a_contract_before_the_fair_is_refused(world: World, fair: Fair) -> None:
    firm = world.a_firm("宁波循环科技有限公司")
    world.a_signed_project("储能电池回收项目", investor=firm, signed_on=date(2023, 2, 1))

    found = outcomes(fair.an_entry())["unsigned"]

    assert found == ("fails", "“储能电池回收项目”已于2023-02-01签约")


def test_a_linked_project_signed_at_the_fair_is_no_obstacle(world: World, fair: Fair) -> None:
    firm = world.a_firm("宁波循环科技有限公司")
    entry = fair.an_entry()
    project = world.a_signed_project("储能电池回收项目", investor=firm, signed_on=OPENS)
    fair.link(entry, project)

    assert outcomes(entry)["unsigned"][0] == "passes"


def test_another_units_project_is_not_named_to_a_stranger(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    firm = world.a_firm("宁波循环科技有限公司")
    world.a_signed_project(
        "储能电池回收利用项目", investor=firm, unit=world.baiyang, signed_on=date(2023, 2, 1)
    )
    entry = fair.an_entry()

    page = signed_in(world.recorder).get(f"/fair-entries/{entry.pk}/").content.decode()

    assert "储能电池回收利用项目" not in page
    assert "另有单位的一个项目已于2023-02-01签约" in page
    assert "储能电池回收利用项目" in outcomes(entry, fair.reviewer)["unsigned"][1]


def test_a_county_adds_a_condition_from_a_day_on(fair: Fair) -> None:
    admission_rules.record(
        check_code="floor", words="总投资不低于5亿元", floor=Decimal(500_000_000),
        since=date(2023, 5, 1), source="县招商领导小组会议纪要", actor=fair.reviewer,
    )  # fmt: skip
    admission_rules.record(
        check_code="by_hand", words="主要领导已会见", fair="文博会",
        since=date(2023, 5, 1), source="县招商领导小组会议纪要", actor=fair.reviewer,
    )  # fmt: skip

    found = outcomes(fair.an_entry())

    assert found["floor"] == ("fails", "总投资 2亿元，低于 5亿元")
    assert "by_hand" not in found
    old = fair.an_entry(edition=fair.an_edition(28, 2022, held_from=date(2022, 7, 7)))
    assert "floor" not in outcomes(old)


def test_only_the_office_reviews(world: World, fair: Fair, signed_in: SignIn) -> None:
    entry = fair.an_entry()
    client = signed_in(world.recorder)

    assert client.post(f"/fair-entries/{entry.pk}/admission/", REVIEW).status_code == 403
    with pytest.raises(PermissionDenied):
        admit_entry(entry, on=DAY, actor=world.recorder)
    entry.refresh_from_db()
    assert entry.state == "pending"
    assert client.get(f"/fair-entries/{entry.pk}/").status_code == 200
    assert signed_in(world.stranger).get(f"/fair-entries/{entry.pk}/").status_code == 404


def test_the_form_cannot_make_an_entry_proposed(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    facts = {
        "edition": fair.edition.pk, "project_name": "光伏组件项目", "amount": "30000",
        "lead_unit": world.qingshi.pk, "province": "江苏省", "state": "proposed",
    }  # fmt: skip

    assert client.post("/fair-entries/new/", facts).status_code == 302
    entry = FairEntry.objects.get(project_name="光伏组件项目")
    client.post(
        f"/fair-entries/{entry.pk}/edit/", {**facts, "known_at": entry.known_at.isoformat()}
    )

    entry.refresh_from_db()
    assert (entry.state, entry.amount) == ("pending", Decimal(300_000_000))


def test_a_refused_entry_is_mended_and_handed_in_again(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    entry = fair.an_entry(policy_class="")
    client, unit = signed_in(fair.reviewer), signed_in(world.recorder)

    blank = client.post(f"/fair-entries/{entry.pk}/rejection/", {"on": "2023-06-01", "reason": " "})
    client.post(
        f"/fair-entries/{entry.pk}/rejection/", {"on": "2023-06-01", "reason": "没有填类别"}
    )
    told = unit.get(f"/fair-entries/{entry.pk}/").content.decode()
    unit.post(f"/fair-entries/{entry.pk}/resubmission/", {"csrf": ""})

    assert blank.status_code == 422
    assert "没有填类别" in told
    entry.refresh_from_db()
    assert entry.state == "pending"
    with pytest.raises(Refused, match="只有拟签约的可以登记签约"):
        sign_entry(entry, on=OPENS, amount=Decimal(1), actor=fair.reviewer)


def test_signing_keeps_to_the_days_of_the_fair(fair: Fair) -> None:
    entry = fair.admitted()

    with pytest.raises(Refused, match="签约日期不能早于开幕日期2023-07-06"):
        sign_entry(entry, on=date(2023, 7, 5), amount=Decimal(1), actor=fair.reviewer)
    with pytest.raises(Refused, match="签约日期不能晚于闭幕日期2023-07-10"):
        sign_entry(entry, on=date(2023, 7, 11), amount=Decimal(1), actor=fair.reviewer)
    signed = sign_entry(entry, on=OPENS, amount=Decimal(180_000_000), actor=fair.reviewer)

    assert (signed.state, signed.signed_on, signed.counted_on) == ("signed", OPENS, OPENS)
    with pytest.raises(Refused, match="不能再退回"):
        reject_entry(signed, reason="反悔", on=OPENS, actor=fair.reviewer)


def test_signing_makes_the_agreement_of_the_linked_project(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    entry = fair.admitted()
    client = signed_in(fair.reviewer)
    what = {"on": "2023-07-06", "amount": "18000", "with_agreement": "on"}

    unlinked = client.post(f"/fair-entries/{entry.pk}/signing/", what)
    entry.refresh_from_db()
    assert unlinked.status_code == 422
    assert "还没有关联项目" in unlinked.content.decode()
    assert entry.state == "proposed"  # nothing half-written
    project = world.a_project("储能电池回收项目")
    fair.link(entry, project)
    client.post(f"/fair-entries/{entry.pk}/signing/", what)

    agreement = Agreement.objects.get(project=project)
    assert (agreement.kind, agreement.amount, agreement.signed_on) == (
        "contract",
        Decimal(180_000_000),
        OPENS,
    )
    entry.refresh_from_db()
    assert entry.state == "signed"


def test_an_agreement_that_stands_is_left_alone(
    world: World, fair: Fair, signed_in: SignIn
) -> None:
    entry = fair.admitted()
    project = world.a_project("储能电池回收项目")
    fair.link(entry, project)
    sign_agreement(project, kind="contract", amount=Decimal(1_000), on=OPENS, actor=world.machine)

    what = {"on": "2023-07-06", "amount": "18000", "with_agreement": "on"}
    signed_in(fair.reviewer).post(f"/fair-entries/{entry.pk}/signing/", what)

    assert Agreement.objects.get(project=project).amount == Decimal(1_000)


def test_a_project_is_signed_at_one_edition(world: World, fair: Fair) -> None:
    project = world.a_project("储能电池回收项目")
    fair.link(fair.signed(), project)
    again = fair.an_entry("别的名称", edition=fair.an_edition(30, 2024), state="signed")

    with pytest.raises(Refused, match="已作为第29届兰洽会的签约项目，不能重复计"):
        fair.link(again, project)


def test_a_signing_in_a_closed_month_stands(fair: Fair, signed_in: SignIn) -> None:
    entry = fair.signed()
    close_month(Period.month(2023, 7), on=date(2023, 8, 2), actor=fair.reviewer)
    client = signed_in(fair.reviewer)

    refused = client.post(f"/fair-entries/{entry.pk}/signing-withdrawal/", {"reason": "误登"})

    assert refused.status_code == 422
    assert "2023年7月已关账" in refused.content.decode()
    late = sign_at(fair, "迟报的签约项目")
    assert (late.signed_on, late.counted_on) == (OPENS, date(2023, 8, 1))


def sign_at(fair: Fair, name: str) -> FairEntry:
    entry = fair.admitted(name, firm=fair.world.a_firm("另一家企业有限公司"))
    return sign_entry(entry, on=OPENS, amount=Decimal(1), actor=fair.reviewer)


def test_screening_asks_as_much_for_many_as_for_one(
    world: World, fair: Fair, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        world.a_signed_project(f"储能电池回收项目{number}号", signed_on=date(2023, 2, 1))
        fair.an_entry(f"储能电池回收项目{number}号")
    entries = list(FairEntry.objects.select_related("edition", "firm"))

    with django_assert_max_num_queries(13):
        found = Screening(official=world.recorder).judge(entries)

    assert len(found) == 20


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=60), province=st.text(max_size=12))
def test_no_name_upsets_the_screening(fair: Fair, name: str, province: str) -> None:
    entry = FairEntry(
        pk=1, edition=fair.edition, project_name=name, province=province, amount=Decimal(1)
    )

    verdicts = screened(entry, on=DAY)

    assert [v.rule.check_code for v in verdicts] == ["industry", "outside", "unsigned", "contract"]
    assert all(v.words for v in verdicts)


@pytest.mark.parametrize(
    ("one", "other", "same"), [("甘肃", "甘肃省", True), ("宁夏回族自治区", "甘肃省", False)]
)
def test_a_province_goes_by_its_first_two_characters(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same
