"""What is done with a record: verify, exclude, correct, close, conclude, set a rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.funds.models import Receipt, Verification
from wutong.compliance.operations import reviews
from wutong.foundation.periods import Period
from wutong.metrics.models import Close, Rule
from wutong.metrics.operations import close_month
from wutong.serve.aftercare.operations import tickets

TODAY = {"on": "2023-04-03"}


def labels(actions: list[object]) -> dict[str, str]:
    return {action.label: action.why_not for action in actions}  # type: ignore[attr-defined]


def test_a_verifier_verifies_and_takes_it_back(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_project(), verified=False)
    client = signed_in(world.verifier)

    client.post(f"/receipts/{receipt.pk}/verification/", TODAY)
    verified = Verification.objects.get(receipt=receipt)
    client.post(f"/receipts/{receipt.pk}/verification-withdrawal/", {"reason": "凭证有误"})

    assert verified.verified_by == world.verifier
    assert not Verification.objects.exists()
    told = client.get(f"/receipts/{receipt.pk}/").context["history"]
    assert [t.what for t in told] == ["撤回核验", "核验到位资金", "登记到位资金"]


def test_nobody_verifies_their_own(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_project(), verified=False, actor=world.clerk)
    client = signed_in(world.clerk)

    actions = labels(client.get(f"/receipts/{receipt.pk}/").context["actions"])

    assert actions["核验"] == "本人登记的资金，须由他人核验"
    assert client.post(f"/receipts/{receipt.pk}/verification/", TODAY).status_code == 403
    assert not Verification.objects.exists()


def test_the_clerk_of_a_township_is_not_offered_to_verify(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_project(), verified=False, actor=world.machine)
    client = signed_in(world.recorder)

    assert "核验" not in labels(client.get(f"/receipts/{receipt.pk}/").context["actions"])
    assert client.post(f"/receipts/{receipt.pk}/verification/", TODAY).status_code == 403


def test_an_exclusion_names_its_rule(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_project())
    client = signed_in(world.verifier)

    assert client.post(f"/receipts/{receipt.pk}/exclusion/", {"rule": " "}).status_code == 422
    rule = Rule.objects.get(code="exclusion_real_estate")
    client.post(f"/receipts/{receipt.pk}/exclusion/", {"rule": rule.pk})

    assert client.get(f"/receipts/{receipt.pk}/").context["status"][0]["text"] == "已剔除"


def test_a_closed_month_is_corrected_not_edited(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_project(), 3_000_000)
    close_month(Period.month(2023, 3), on=date(2023, 4, 3), actor=world.clerk)
    client = signed_in(world.recorder)

    actions = labels(client.get(f"/receipts/{receipt.pk}/").context["actions"])
    client.post(f"/receipts/{receipt.pk}/correction/", {"to": "280", "reason": "多报20万"})

    assert actions == {"登记更正": "", "修改": "2023年3月已关账，不能再改；变化请登记更正"}
    correction = Receipt.objects.get(corrects=receipt)
    assert (correction.amount, correction.note) == (Decimal("-200000.00"), "多报20万")


def test_a_ticket_is_closed_no_earlier_than_raised(world: World, signed_in: SignIn) -> None:
    ticket = tickets.record(
        project_name="储能", unit=world.qingshi, raised_on=date(2023, 3, 5), actor=world.machine
    )
    client = signed_in(world.recorder)

    refused = client.post(f"/tickets/{ticket.pk}/closing/", {"on": "2023-03-01"})
    client.post(f"/tickets/{ticket.pk}/closing/", {"on": "2023-03-09"})

    assert refused.context["form"].non_field_errors() == ["办结时间不能早于提出时间 2023-03-05"]
    ticket.refresh_from_db()
    assert ticket.closed_on == date(2023, 3, 9)


def test_a_review_is_concluded(world: World, signed_in: SignIn) -> None:
    review = reviews.record(measure="以奖代补", legal_basis="某法第三条", actor=world.machine)
    client = signed_in(world.clerk)

    client.post(f"/reviews/{review.pk}/conclusion/", {"conclusion": "conforms", **TODAY})

    review.refresh_from_db()
    assert review.permits


def test_a_month_is_closed_once(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_project())
    client = signed_in(world.clerk)

    assert "2023年3月" in client.get("/months/").text
    client.post("/months/2023-3/closing/")
    client.post("/months/2023-3/closing/")

    assert Close.objects.get().closed_by == world.clerk
    assert "2023年3月已经关账" in client.get("/months/").text
    assert signed_in(world.recorder).post("/months/2023-2/closing/").status_code == 403


def test_a_rule_follows_another(world: World, signed_in: SignIn) -> None:
    client = signed_in(world.clerk)
    given = {"code": "excluded_places", "label": "不计地点", "source": "《意见》第三条"}
    begun = {**given, "value": '["county"]', "since": "2023-01-01"}

    client.post("/rules/new/", begun)
    first = Rule.objects.get(code="excluded_places")
    again = client.post("/rules/new/", begun)
    assert "已有施行中的同代号规则" in again.text
    client.post(
        f"/rules/{first.pk}/successor/", {**given, "value": "青石镇", "since": "2023-07-01"}
    )

    first.refresh_from_db()
    assert first.until == date(2023, 6, 30)
    second = Rule.objects.get(code="excluded_places", until=None)
    assert (first.value, second.value) == (["county"], "青石镇")
    assert signed_in(world.recorder).post("/rules/new/", given).status_code == 403


def test_an_act_that_does_not_exist_is_not_found(world: World, signed_in: SignIn) -> None:
    project = world.a_project()

    assert signed_in(world.clerk).get(f"/projects/{project.pk}/verification/").status_code == 404
