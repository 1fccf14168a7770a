"""What several officials do at the same moment: nothing is lost, nothing counts twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from tests.world import World
from wutong.attract.funds.models import Receipt, Verification
from wutong.attract.funds.operations import correct_receipt, record_receipt, verify_receipt
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations import projects
from wutong.foundation.audit.seals import verify
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Close
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric
from wutong.people.models import Official

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
MARCH = Period.written("2023-03")
APRIL = Period.written("2023-04")


@pytest.fixture(autouse=True)
def _needs_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Start all together, each on a connection of its own; return what each gave or raised."""
    ready = Barrier(len(doings))

    def run(doing: Callable[[], Any]) -> Any:
        try:
            ready.wait(20)
            return doing()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def refusals(outcomes: list[Any]) -> list[str]:
    """Return in which words some were refused; anything else that went wrong is an error."""
    broken = [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, Refused)]
    assert broken == []
    return [str(o) for o in outcomes if isinstance(o, Refused)]


def test_of_two_who_verify_the_same_receipt_one_wins(world: World) -> None:
    for turn in range(5):
        receipt = world.a_receipt(
            world.a_signed_project(f"项目{turn}"), verified=False, actor=world.recorder
        )

        def vouch(official: Official, key: int = receipt.pk) -> Verification:
            return verify_receipt(Receipt.objects.get(pk=key), on=date(2023, 3, 9), actor=official)

        outcomes = at_once(lambda: vouch(world.verifier), lambda: vouch(world.clerk))

        assert refusals(outcomes) == ["该笔资金已核验"]
        assert Verification.objects.filter(receipt=receipt).count() == 1
    assert verify().sound


def test_two_receipts_do_not_go_over_the_total_investment_together(world: World) -> None:
    project = world.a_signed_project(total_investment=Decimal(5_000_000))
    both = [world.a_receipt(project, verified=False, voucher=f"回单{n}") for n in range(2)]

    outcomes = at_once(
        *[lambda r=r: verify_receipt(r, on=date(2023, 3, 9), actor=world.verifier) for r in both]
    )

    assert len(refusals(outcomes)) == 1
    assert "超过限额500万元" in refusals(outcomes)[0]


def test_of_two_who_edit_the_same_project_the_second_is_told(world: World) -> None:
    project = world.a_project(total_investment=Decimal(10_000_000))
    seen = [Project.objects.get(pk=project.pk) for _ in range(2)]

    outcomes = at_once(
        lambda: projects.amend(seen[0], industry="第二产业", actor=world.clerk),
        lambda: projects.amend(seen[1], site="工业园", actor=world.verifier),
    )

    assert refusals(outcomes) == ["您打开后，该记录已被他人修改，请刷新后核对再改"]
    project.refresh_from_db()
    assert (project.industry, project.site) in {("第二产业", ""), ("", "工业园")}


def test_on_the_page_the_second_sees_what_the_first_changed(world: World) -> None:
    project = world.a_project(total_investment=Decimal(10_000_000))

    def save(official: Official, **changes: str) -> Callable[[], Any]:
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
        form = client.get(f"/projects/{project.pk}/edit/").context["form"]
        given = {b.html_name: b.value() for b in form if b.value() not in (None, False)}
        return lambda: client.post(f"/projects/{project.pk}/edit/", {**given, **changes})

    replies = at_once(
        save(world.clerk, total_investment="1500"), save(world.verifier, industry="第二产业")
    )

    assert sorted(reply.status_code for reply in replies)[0] == 302
    second = next(reply for reply in replies if reply.status_code != 302)
    assert second.status_code in {409, 422}
    assert "修改" in second.text
    assert Project.history.filter(version_of=project.pk).count() == 1


def test_a_receipt_corrected_twice_at_once_is_not_corrected_double(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    close_month(MARCH, on=date(2023, 4, 5), actor=world.clerk)
    given: dict[str, Any] = {"to": Decimal(2_000_000), "on": date(2023, 4, 6), "reason": "多报"}

    outcomes = at_once(
        *[lambda: correct_receipt(receipt, actor=world.recorder, **given) for _ in range(2)]
    )

    assert refusals(outcomes) == ["更正后的金额与现有金额相同"]
    assert [c.amount for c in receipt.corrections.all()] == [Decimal(-1_000_000)]


def test_a_month_closed_while_others_record_loses_and_doubles_nothing(world: World) -> None:
    project = world.a_signed_project()

    def write(number: int) -> None:
        for turn in range(4):
            receipt = record_receipt(
                project,
                amount=Decimal(1_000_000),
                placed_on=date(2023, 3, 2),
                voucher=f"回单{number}-{turn}",
                actor=world.recorder,
            )
            verify_receipt(receipt, on=date(2023, 3, 9), actor=world.verifier)

    def close() -> Close:
        return close_month(MARCH, on=date(2023, 4, 5), actor=world.clerk)

    outcomes = at_once(*[lambda n=n: write(n) for n in range(5)], close)

    assert refusals(outcomes) == []
    moment = Close.objects.get().closed_at
    funds = metric("funds_in_place")
    then = funds.value(Ask(MARCH, MARCH.last, moment))
    assert then == funds.value(Ask.of(MARCH))
    assert then + funds.value(Ask.of(APRIL)) == Decimal(20_000_000)
    assert verify().sound
