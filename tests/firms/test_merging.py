"""One firm entered twice: found, merged, split again exactly; what was known before stays so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.desk.conftest import SignIn
from tests.imports.books import Desk, a_project, write
from tests.world import World
from wutong.attract.chains.models import Chain, ChainFirm
from wutong.attract.firms.models import (
    ContactPerson,
    Firm,
    FirmDistinction,
    FirmMerger,
    Honour,
    Registration,
)
from wutong.attract.firms.operations import (
    contact_persons,
    distinguish_firms,
    firms,
    honours,
    merge_firms,
    registrations,
    split_firms,
)
from wutong.attract.firms.operations.merging import links_to_firms
from wutong.attract.firms.queries import core_of, open_firm_twins
from wutong.attract.outreach.models import FairEdition, FairEntry
from wutong.attract.outreach.operations import (
    fair_editions,
    fair_entries,
    interactions,
    receptions,
    visitors,
)
from wutong.attract.projects.models import Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.keeping import kept as kept_kinds
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.foundation.records import Record
from wutong.metrics.asking import Ask
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric

pytestmark = pytest.mark.django_db
CODE, OTHER = "91350211M000100Y46", "91110000600037341L"
DAY = date(2023, 4, 3)


@pytest.fixture
def two(world: World) -> tuple[Firm, Firm]:
    first = world.a_firm("杭州某某储能科技有限公司", province="浙江省")
    second = world.a_firm("某某储能科技有限公司（杭州）", credit_code=CODE)
    return first, second


def merged(world: World, two: tuple[Firm, Firm]) -> FirmMerger:
    return merge_firms(two[0], merged=two[1], reason="同一执照", on=DAY, actor=world.head)


def state() -> dict[str, Any]:
    """Return all that stands, of every kind that points at firms, and the firms themselves."""
    models = {model for model, _ in links_to_firms()} | {Firm}
    return {
        model._meta.label: {
            row.pk: row.facts() for row in model._default_manager.all()  # type: ignore[attr-defined]
        }
        for model in models
    }  # fmt: skip


def belongings(world: World, firm: Firm) -> None:
    """Give a firm something of many kinds, also by links that no list shows."""
    actor = world.machine
    Chain.objects.exists() or kept_kinds[Chain].record(name="储能", actor=actor)
    kept_kinds[ChainFirm].record(
        firm=firm, chain=Chain.objects.get(), tier="midstream", actor=actor
    )
    honours.record(firm=firm, kind="top_list", listing="民营500强", year=2022, actor=actor)
    registrations.record(
        firm=world.a_firm(f"{firm.name}临水分公司"), investor=firm, place="临水县",
        registered_on=date(2023, 2, 1), capital=Decimal(1_000_000), actor=actor,
    )  # fmt: skip
    contact_persons.record(
        firm=firm, name="王五", phone="13912345678", consent="card", unit=world.qingshi,
        actor=actor,
    )  # fmt: skip
    world.a_project(f"{firm.pk}号项目", investor=firm, local_firm=firm)
    edition = kept_edition(world)
    fair_entries.record(
        edition=edition, project_name=f"{firm.pk}号签约", firm=firm, amount=Decimal(10_000),
        lead_unit=world.qingshi, actor=actor,
    )  # fmt: skip
    firms.record(name=f"{firm.name}子公司", parent=firm, actor=actor)


def kept_edition(world: World) -> Any:
    found = FairEdition.objects.first()
    return found or fair_editions.record(fair="兰洽会", ordinal=29, year=2023, actor=world.machine)


def test_all_that_points_at_one_points_at_the_other(world: World, two: tuple[Firm, Firm]) -> None:
    belongings(world, two[1])

    merger = merged(world, two)

    for model, field in links_to_firms():
        assert not model._default_manager.filter(**{field: two[1]}).exists(), (model, field)  # type: ignore[attr-defined]
    project = Project.objects.get()
    assert (project.investor, project.local_firm) == (two[0], two[0])
    assert FairEntry.objects.get().firm == two[0]
    assert Registration.objects.get().investor == two[0]
    assert not Firm.objects.filter(pk=two[1].pk).exists()
    row = Trail.objects.latest("pk")
    assert (row.action, row.subject, row.note) == ("firms.merged", merger, "同一执照")


def test_every_kind_that_points_at_a_firm_is_known_to_move() -> None:
    moves = {(model._meta.label, field) for model, field in links_to_firms()}
    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if issubclass(model, Record) and model not in (FirmMerger, FirmDistinction)
        for field in model._meta.concrete_fields
        if field.related_model is Firm and field.name != "version_of"
    }
    assert moves == pointing
    assert ("projects.Project", "local_firm") in moves


def test_a_split_brings_all_back_exactly(world: World, two: tuple[Firm, Firm]) -> None:
    for firm in two:
        belongings(world, firm)
    before = state()

    merger = merged(world, two)
    assert Firm.objects.get(pk=two[0].pk).credit_code == CODE
    assert Honour.objects.filter(firm=two[0]).count() == 1, "the same honour stands once"
    assert ChainFirm.objects.filter(firm=two[0]).count() == 1
    assert ContactPerson.objects.filter(firm=two[0]).count() == 1
    split_firms(merger, reason="原是两家", actor=world.head)

    assert state() == before
    assert Trail.objects.latest("pk").action == "firms.merger_split"


def test_a_person_whom_a_visit_was_paid_to_moves_with_the_visit(
    world: World, two: tuple[Firm, Firm]
) -> None:
    first, second = [
        contact_persons.record(
            firm=firm, name="王五", phone="13912345678", consent="card", actor=world.machine
        )
        for firm in two
    ]
    met = interactions.record(
        firm=two[1], person=second, unit=world.qingshi, met_on=date(2023, 3, 1),
        actor=world.machine,
    )  # fmt: skip

    merged(world, two)

    assert set(ContactPerson.objects.filter(firm=two[0])) == {first, second}
    met.refresh_from_db()
    assert (met.firm, met.person) == (two[0], second)


def test_what_was_changed_since_stays_with_the_kept_firm(
    world: World, two: tuple[Firm, Firm]
) -> None:
    project = world.a_project("储能项目", investor=two[1])
    merger = merged(world, two)
    third = world.a_firm("第三家有限公司")
    kept_kinds[Project].amend(
        Project.objects.get(pk=project.pk), investor=third, actor=world.machine
    )
    firms.amend(Firm.objects.get(pk=two[0].pk), credit_code="", actor=world.machine)

    split_firms(merger, reason="原是两家", actor=world.head)

    assert Project.objects.get().investor == third
    assert Firm.objects.get(pk=two[1].pk).credit_code == CODE


def test_a_parent_and_its_twin_make_no_circle(world: World, two: tuple[Firm, Firm]) -> None:
    top = world.a_firm("某某集团有限公司")
    firms.amend(two[1], parent=top, actor=world.machine)
    kept = firms.amend(two[0], parent=two[1], actor=world.machine)
    before = state()

    merger = merge_firms(kept, merged=two[1], reason="同一家", on=DAY, actor=world.head)
    assert Firm.objects.get(pk=kept.pk).parent == top

    split_firms(merger, reason="不是", actor=world.head)
    assert state() == before
    with pytest.raises(Refused, match="母公司不能是企业自己或它的子公司"):
        firms.amend(top, parent=Firm.objects.get(pk=kept.pk), actor=world.machine)


def test_what_is_refused(world: World, two: tuple[Firm, Firm]) -> None:
    first, second = two
    with pytest.raises(PermissionDenied):
        merge_firms(first, merged=second, reason="同一家", on=DAY, actor=world.recorder)
    with pytest.raises(Refused, match="不能与自己合并"):
        merge_firms(first, merged=first, reason="同一家", on=DAY, actor=world.head)
    with pytest.raises(Refused, match="请写明为何是同一企业"):
        merge_firms(first, merged=second, reason=" ", on=DAY, actor=world.head)
    coded = firms.amend(first, credit_code=OTHER, actor=world.machine)
    with pytest.raises(Refused, match=f"统一社会信用代码不同（{OTHER}、{CODE}）"):
        merge_firms(coded, merged=second, reason="同一家", on=DAY, actor=world.head)


def test_chains_of_mergers_come_apart_from_the_end(world: World, two: tuple[Firm, Firm]) -> None:
    merger = merged(world, two)
    third = world.a_firm("某某储能")
    kept = Firm.objects.get(pk=two[0].pk)
    later = merge_firms(third, merged=kept, reason="同一家", on=DAY, actor=world.head)

    with pytest.raises(Refused, match="请先拆分那一次合并"):
        split_firms(merger, reason="错了", actor=world.head)
    with pytest.raises(Refused, match="已并入其他企业或撤回"):
        merge_firms(third, merged=two[1], reason="同一家", on=DAY, actor=world.head)
    split_firms(later, reason="错了", actor=world.head)
    split_firms(merger, reason="错了", actor=world.head)
    assert Firm.objects.filter(pk__in=[two[0].pk, two[1].pk, third.pk]).count() == 3


def test_a_name_taken_meanwhile_stops_the_split(world: World, two: tuple[Firm, Firm]) -> None:
    merger = merged(world, two)
    firms.record(name=two[1].name, actor=world.machine)

    with pytest.raises(Refused, match="已另有企业名为"):
        split_firms(merger, reason="错了", actor=world.head)


def top_visitors(**ask: Any) -> tuple[Any, list[str]]:
    asked = Ask(Period.written("2023Q1"), date(2023, 3, 31), **ask)
    figure = metric("top_visitors")
    return figure.value(asked), sorted(row.firm.name for row in figure.rows(asked))


def test_what_was_known_before_a_merger_reads_as_it_did(
    world: World, two: tuple[Firm, Firm]
) -> None:
    reception = receptions.record(
        year=2023, number=1, starts_on=date(2023, 3, 1), is_done=True, lead_unit=world.qingshi,
        actor=world.machine,
    )  # fmt: skip
    for firm in two:
        visitors.record(reception=reception, firm=firm, is_top=True, actor=world.machine)
        world.a_signed_project(f"{firm.pk}号项目", investor=firm)
    for month in ("2023-01", "2023-02", "2023-03"):
        close_month(Period.written(month), on=date(2023, 4, 5), actor=world.head)
    amounts = metric("contracted_amount").value(Ask.of(Period.written("2023Q1")))
    then = timezone.now()
    before = top_visitors(known_at=then)
    assert before[0] == 2

    merger = merged(world, two)

    assert top_visitors(known_at=then) == before
    assert top_visitors() == (1, [two[0].name])
    assert metric("contracted_amount").value(Ask.of(Period.written("2023Q1"))) == amounts
    during = timezone.now()
    split_firms(merger, reason="是两家", actor=world.head)
    assert top_visitors() == before
    assert top_visitors(known_at=then) == before
    assert top_visitors(known_at=during)[0] == 1


def test_a_ledger_that_names_the_merged_firm_means_the_kept(
    world: World, two: tuple[Firm, Firm], desk: Desk, tmp_path: Any
) -> None:
    merged(world, two)
    row = a_project("XM1", "储能项目", 投资企业=two[1].name)

    desk.take(write(tmp_path / "项目台账.xlsx", row))

    assert Project.objects.get().investor == two[0]
    assert not Firm.objects.filter(name=two[1].name).exists()


# --- the pages -------------------------------------------------------------------------------


def twins(world: World) -> list[tuple[str, str, str]]:
    pairs = open_firm_twins(Firm.objects.all(), ContactPerson.objects.all())
    names = dict(Firm.objects.values_list("pk", "name"))
    return [(names[first], twin.name, twin.why) for first, twin in pairs]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("甘肃省天水市某某新能源科技有限公司", "某某新能源科技"),
        ("浙江某某新能源科技股份有限公司", "某某新能源科技"),
        ("某某新能源科技有限责任公司（筹）", "某某新能源科技"),
        ("临水县某某新能源科技有限公司", "某某新能源科技"),
        ("有限公司", "有限公司"),
    ],
)
def test_a_firms_core_is_what_people_call_it(name: str, core: str) -> None:
    assert core_of(name) == core


def test_twins_are_found_by_name_and_phone_and_told_apart_by_code(world: World) -> None:
    a = world.a_firm("宁远时代新能源科技股份有限公司")
    world.a_firm("宁远时代")
    b = world.a_firm("广东华信电池有限公司", credit_code=CODE)
    world.a_firm("浙江华信电池有限公司", credit_code=OTHER)
    world.a_firm("毫不相干食品有限公司")
    for name in ("青禾农业（洛阳）有限公司", "青禾农业（佛山）有限公司", "上海青禾农业有限公司"):
        world.a_firm(name)  # of one group, each of its own place
    for firm, phone in ((a, "139-1234-5678"), (b, "13912345678")):
        contact_persons.record(
            firm=firm, name="王五", phone=phone, consent="card", actor=world.machine
        )

    assert {(one, other): why for one, other, why in twins(world)} == {
        (a.name, "宁远时代"): "名称相近",
        (a.name, b.name): "联系人电话相同",
    }
    distinguish_firms(a, second=b, reason="同一人管两家", actor=world.head)
    assert [other for _, other, _ in twins(world)] == ["宁远时代"]


def test_merging_and_splitting_on_the_pages(
    world: World, two: tuple[Firm, Firm], signed_in: SignIn
) -> None:
    client = signed_in(world.head)
    url = f"/firm-twins/{two[0].pk}-{two[1].pk}/"
    assert [row.url for row in client.get("/firm-twins/").context["rows"]] == [url]
    assert [row.url for row in client.get(f"/firm-twins/?firm={two[0].pk}").context["rows"]]
    page = client.get(url)
    assert "名称相近" in page.text
    assert {line.label for line in page.context["lines"] if line.differs} >= {"统一社会信用代码"}
    refused = client.post(f"{url}merger/", {"merge-kept": two[0].pk})
    assert refused.status_code == 422

    given = {"merge-kept": two[0].pk, "merge-reason": "同一执照"}
    assert client.post(f"{url}merger/", given).headers["Location"] == f"/firms/{two[0].pk}/"

    assert client.get(f"/firms/{two[1].pk}/").headers["Location"] == f"/firms/{two[0].pk}/"
    assert "合并企业" in client.get(f"/firms/{two[0].pk}/").text
    merger = FirmMerger.objects.get()
    splitting = f"/firm-mergers/{merger.pk}/splitting/"
    assert splitting in client.get("/firm-mergers/").text
    assert client.post(splitting, {"reason": ""}).status_code == 422
    assert client.post(splitting, {"reason": "错了"}).status_code == 302
    assert client.get(f"/firms/{two[1].pk}/").status_code == 200
    assert not FirmMerger.objects.exists()

    client.post(f"{url}distinction/", {"apart-reason": "两家"})
    assert FirmDistinction.objects.get().reason == "两家"
    assert client.get("/firm-twins/").context["rows"] == []


def test_only_who_may_merge_comes_here(
    world: World, two: tuple[Firm, Firm], signed_in: SignIn
) -> None:
    client = signed_in(world.recorder)
    url = f"/firm-twins/{two[0].pk}-{two[1].pk}/"
    for address in ("/firm-twins/", url, "/firm-mergers/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{url}merger/", {"merge-kept": two[0].pk}).status_code == 403
    assert "firm-twins" not in client.get("/firms/").text
    assert "firm-twins" in signed_in(world.clerk).get("/firms/").text
