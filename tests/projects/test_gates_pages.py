"""Stages and gates are read as a table, and set from a day on after a preview of whom they hold."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.projects.models import Gate, Stage
from wutong.attract.projects.queries import condition_in_words, lacks
from wutong.foundation.audit.models import Trail

pytestmark = pytest.mark.django_db
GIVEN = {
    "stage": "commenced", "asked": "field content", "words": "填写建设内容", "since": "2027-01-01",
    "source": "县办〔2026〕9号", "is_waivable": "on",
}  # fmt: skip


def test_the_table_says_what_each_move_requires(world: World, signed_in: SignIn) -> None:
    text = signed_in(world.recorder).get("/gates/").text
    assert "转入“签约”" in text
    assert "优惠条款须完成公平竞争审查" in text
    assert "协议有优惠条款" in text
    assert "不得" in text
    assert "新增要求" not in text
    assert "新增要求" in signed_in(world.clerk).get("/gates/").text


def test_conditions_are_told_in_words() -> None:
    assert condition_in_words([]) == "一律适用"
    assert condition_in_words(
        [
            {"fact": "total_investment", "at_least": 100_000_000},
            {"fact": "has_incentives", "is": True},
        ]
    ) == "总投资不少于1亿元，且协议有优惠条款"  # fmt: skip
    assert condition_in_words(
        [{"any": [{"fact": "origin", "is": "outside"}, {"fact": "industry", "one_of": ["制造业"]}]}]
    ) == "（投资来源为省外，或行业类别为其中之一：制造业）"  # fmt: skip


def test_before_a_gate_is_set_whom_it_holds_is_listed(world: World, signed_in: SignIn) -> None:
    held, early = world.a_signed_project("缺内容的项目"), world.a_project("谋划中的项目")
    world.a_signed_project("有内容的项目", content="年产5万套")
    client = signed_in(world.clerk)

    shown = client.post("/gates/new/", {**GIVEN, "seen": ""})

    preview = shown.context["preview"]
    assert [each.project for each in preview.held] == [held, early]
    assert (preview.held[0].stage, preview.at_once) == ("入库", 1)
    assert "2 个在办项目" in shown.text
    assert not Gate.objects.filter(words="填写建设内容", stage="commenced").exists()

    changed = client.post("/gates/new/", {**GIVEN, "words": "写明内容", "seen": preview.digest})
    assert changed.context["preview"] is not None
    client.post("/gates/new/", {**GIVEN, "seen": preview.digest})
    made = Gate.objects.get(words="填写建设内容", stage="commenced")
    assert (made.since, made.is_waivable) == (date(2027, 1, 1), True)
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor) == ("projects.gate_set", world.clerk)


def test_a_condition_is_typed_in_words_and_kept_as_a_condition(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in(world.clerk)
    typed = {
        "fact_0": "total_investment", "how_0": "at_least", "value_0": "5,000",
        "fact_1": "origin", "how_1": "one_of", "value_1": "省外、境外",
        "fact_2": "has_incentives", "how_2": "is", "value_2": "否",
    }  # fmt: skip
    shown = client.post("/gates/new/", {**GIVEN, **typed})
    client.post("/gates/new/", {**GIVEN, **typed, "seen": shown.context["preview"].digest})
    made = Gate.objects.get(words="填写建设内容", stage="commenced")
    assert made.condition == [
        {"fact": "total_investment", "at_least": 50_000_000},
        {"fact": "origin", "one_of": ["outside", "abroad"]},
        {"fact": "has_incentives", "is": False},
    ]
    text = client.get("/gates/?on=2027-01-01").text
    assert "总投资不少于5000万元，且投资来源为其中之一：省外、境外" in text
    again = client.get(f"/gates/{made.pk}/successor/").context["form"]
    assert again["value_0"].value() == "5000"
    assert again["value_1"].value() == "省外、境外"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("total_investment", "at_least", "很多"), "请填金额，单位万元"),
        (("origin", "is", "火星"), "没有“火星”，可填：本县"),
        (("origin", "at_least", "省外"), "这一项只能用"),
        (("has_incentives", "is", "大概"), "请填“是”或“否”"),
        (("industry", "is", ""), "请填取值"),
    ],
)
def test_a_condition_that_means_nothing_is_refused_at_its_row(
    world: World, signed_in: SignIn, row: tuple[str, str, str], words: str
) -> None:
    typed = dict(zip(("fact_0", "how_0", "value_0"), row, strict=True))
    reply = signed_in(world.clerk).post("/gates/new/", {**GIVEN, **typed})
    assert reply.status_code == 422
    assert words in reply.context["form"].errors["value_0"][0]


def test_a_successor_follows_from_its_day(world: World, signed_in: SignIn) -> None:
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    client = signed_in(world.clerk)
    given = {"words": "填写本地公司并上传执照", "since": "2027-01-01", "source": "县办〔2026〕9号"}
    url = f"/gates/{gate.pk}/successor/"
    early = client.post(url, {**given, "since": "2010-01-01"})
    refused = client.post(
        url, {**given, "since": "2010-01-01", "seen": early.context["preview"].digest}
    )
    assert "新的施行日期须晚于现行的2015-01-01" in refused.text
    shown = client.post(url, given)
    client.post(url, {**given, "seen": shown.context["preview"].digest})
    gate.refresh_from_db()
    assert gate.until == date(2026, 12, 31)
    made = Gate.objects.get(words="填写本地公司并上传执照")
    assert (made.stage, made.subject, made.is_waivable) == ("registered", "local_firm", False)


def test_a_gate_ends_on_a_day(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(registered_on=None)
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    client = signed_in(world.clerk)
    url = f"/gates/{gate.pk}/ending/"
    assert client.post(url, {"on": "2010-01-01", "reason": "县办"}).status_code == 422
    client.post(url, {"on": "2023-02-28", "reason": "县办〔2023〕3号"})
    words = [lack.words for lack in lacks(project, "registered", date(2023, 3, 1))]
    assert "填写本地注册公司" not in words


def test_only_who_sets_rules_sets_gates_and_stages(world: World, signed_in: SignIn) -> None:
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    stage = Stage.objects.get(code="registered")
    client = signed_in(world.recorder)
    for url in (
        "/gates/new/", f"/gates/{gate.pk}/successor/", f"/gates/{gate.pk}/ending/", "/stages/new/",
        f"/stages/{stage.pk}/successor/",
    ):  # fmt: skip
        assert client.get(url).status_code == 403
        assert client.post(url, GIVEN).status_code == 403
    assert client.get("/stages/").status_code == 200


def test_a_stage_is_added_and_renamed_on_screen(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.clerk)
    given = {
        "code": "land_granted", "name": "供地", "order": "65", "limit_days": "60",
        "since": "2020-01-01", "source": "省办〔2019〕1号",
    }  # fmt: skip
    client.post("/stages/new/", given)
    assert Stage.objects.get(code="land_granted").limit_days == 60
    assert "已有这个代码的阶段" in client.post("/stages/new/", given).text
    stage = Stage.objects.get(code="registered")
    renamed = {**given, "name": "纳入库", "order": "60", "since": "2024-01-01"}
    client.post(f"/stages/{stage.pk}/successor/", renamed)
    text = client.get("/stages/").text
    assert "纳入库" in text
    assert "已废止" in text
    assert [s.name for s in Stage.objects.filter(code="registered")] == ["入库", "纳入库"]


def test_a_move_under_a_gate_that_no_version_knows_says_so(world: World) -> None:
    project = world.a_signed_project(registered_on=None)
    gate = Gate.objects.get(stage="registered", subject="local_firm")
    gate.kind, gate.subject = "check", "gone"
    gate.save()
    found = [lack.words for lack in lacks(project, "registered", date(2023, 3, 1))]
    assert any("本版本没有" in words for words in found)
