"""Visits that a phone noted down (记一笔): written whole, once, however often they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import firms
from wutong.attract.outreach.models import FairEdition, Interaction, Reception, Station, Trip
from wutong.attract.outreach.operations import interactions, invitations, ours, talks
from wutong.foundation.files.models import File
from wutong.foundation.files.operations import store_file
from wutong.foundation.files.receiving import Received
from wutong.foundation.imports.texts import fold
from wutong.foundation.operations import Refused, operation
from wutong.people.models import Unit

Occasion = Station | Trip | Reception | FairEdition
LINKS: dict[type[Occasion], str] = {
    Station: "station",
    Trip: "trip",
    Reception: "reception",
    FairEdition: "edition",
}
ATTEMPTS = 3  # to write beside others who write the same firm at the same moment


class FirmUnclear(Refused):
    """Which firm is meant cannot be told from the name and the code that were given."""


class AlreadyReceived(Refused):
    """Something else was received under the same key before."""

    def __init__(self, words: str, interaction: Interaction | None = None) -> None:
        super().__init__(words)
        self.interaction = interaction  # None where it is not for this official to see


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit as a phone sends it: the firm by its record, or by name and code."""

    client_key: UUID
    digest: str
    unit: Unit | None
    met_on: date
    kind: str
    firm: Firm | None = None
    firm_name: str = ""
    credit_code: str = ""
    occasion: Occasion | None = None
    place: str = ""
    met_with: str = ""
    summary: str = ""
    intended_amount: Decimal | None = None
    project_name: str = ""
    is_invited: bool = False
    next_step: str = ""
    next_due_on: date | None = None

    @property
    def answering_unit_id(self) -> int | None:
        return self.unit.pk if self.unit else None

    def facts(self) -> dict[str, Any]:
        """Return what goes into the interaction as it is."""
        names = "unit met_on kind place met_with intended_amount next_step next_due_on client_key"
        facts = {name: getattr(self, name) for name in names.split()}
        facts["client_digest"] = self.digest
        facts["summary"] = self.summary
        if self.occasion is not None:
            facts[LINKS[type(self.occasion)]] = self.occasion
        if self.project_name and not isinstance(self.occasion, Trip):
            said = f"洽谈项目：{self.project_name}"  # a talk needs the trip it was held on
            facts["summary"] = f"{said}\n{self.summary}".strip()
        return facts


def log_visit(visit: Visit, *, actor: Any) -> tuple[Interaction, bool]:
    """Return the interaction of a visit, and whether it was written now.

    What was received before under the same key is returned as it was, also if it has been
    withdrawn since. Raises AlreadyReceived where that was something else.
    """
    refusal: Exception | None = None
    for _ in range(ATTEMPTS):
        if (first := received_before(visit, actor)) is not None:
            return first, False
        try:
            return write_visit(visit, actor=actor), True
        except (IntegrityError, Refused) as error:
            refusal = error  # by what another has written since we looked, or by what was sent
    if isinstance(refusal, Refused):
        raise refusal
    raise Refused("有人正在登记同一家企业，请稍后再发") from refusal


def received_before(visit: Visit, actor: Any) -> Interaction | None:
    first = Interaction.history.filter(client_key=visit.client_key, version_of=None).first()
    if first is None:
        return None
    if first.recorded_by_id != actor.pk:
        raise AlreadyReceived("这个编号的记录是别人发送的，请重新记一笔")
    if first.client_digest != visit.digest:
        words = "这一笔先前已经收到，内容与这次不同；以已收到的为准，要改请打开那条对接记录修改"
        raise AlreadyReceived(words, first)
    return first


@operation("outreach.visit_logged", allowed=ours)
def write_visit(visit: Visit, /, *, actor: Any) -> Interaction:
    """Record the visit with all that hangs on it: the firm if new, the talk, the invitation."""
    refuse_foreign_occasion(visit, actor)
    firm = the_firm(visit, actor)
    interaction: Interaction = interactions.record(
        actor=actor, firm=firm, recorded_by=actor, **visit.facts()
    )
    if visit.project_name and isinstance(visit.occasion, Trip):
        talks.record(
            actor=actor,
            trip=visit.occasion,
            project_name=visit.project_name,
            firm=firm,
            interaction=interaction,
            intended_amount=visit.intended_amount,
        )
    if visit.is_invited:
        invitations.record(actor=actor, interaction=interaction)
    return interaction


def refuse_foreign_occasion(visit: Visit, actor: Any) -> None:
    """Refuse an occasion of a unit that this official may not write for: its figures are its."""
    if visit.occasion is None or isinstance(visit.occasion, FairEdition):
        return
    if not ours(actor, visit.occasion):
        raise PermissionDenied("outreach.visit_logged")


def the_firm(visit: Visit, actor: Any) -> Firm:
    """Return the firm that is meant, recorded now if the register has neither name nor code."""
    if visit.firm is not None:
        return with_code(visit.firm, visit.credit_code, actor)
    code = visit.credit_code
    coded = Firm.objects.filter(credit_code=code).first() if code else None
    called = firm_called(visit.firm_name)
    if coded is not None:
        if called is not None and called != coded:
            raise FirmUnclear(f"这个信用代码是“{coded}”的，名称却是“{called}”的，请核对后再发")
        return coded
    if called is not None:
        if code and called.credit_code:
            raise FirmUnclear(f"名册里“{called}”的信用代码与所填的不同，请对照营业执照核对")
        return with_code(called, code, actor)
    if not visit.firm_name:
        raise FirmUnclear("名册里没有这个信用代码，请补填企业名称")
    if not firms.allowed(actor, None):
        raise FirmUnclear("名册里没有这家企业，您的岗位不能登记新企业，请联系招商局登记后再发")
    name = as_registered(visit.firm_name)
    kind = Firm.Kind.ASSOCIATION if name.endswith(("商会", "协会")) else Firm.Kind.ENTERPRISE
    made: Firm = firms.record(actor=actor, name=name, kind=kind, credit_code=code)
    return made


def as_registered(name: str) -> str:
    """Return a name as ledgers bring it; spaces stay between the words of a foreign one."""
    folded = fold(name)
    return " ".join(name.split()) if folded.isascii() else folded


def firm_called(name: str) -> Firm | None:
    """Return the firm of that name, whatever brackets and spaces it is written with."""
    if not name:
        return None
    folded = fold(name)
    found = Firm.objects.filter(name__in={name, folded}).first()
    if found is not None:
        return found
    known = Firm.objects.order_by().values_list("pk", "name")
    key = next((key for key, written in known.iterator() if fold(written) == folded), None)
    return Firm.objects.filter(pk=key).first() if key else None


def with_code(firm: Firm, code: str, actor: Any) -> Firm:
    """Return the firm, with the code read off its licence if it had none yet."""
    if code and firm.credit_code and firm.credit_code != code:
        raise FirmUnclear(f"名册里“{firm}”的信用代码与所填的不同，请对照营业执照核对")
    if not code or firm.credit_code or not firms.allowed(actor, firm):
        return firm
    other = Firm.objects.filter(credit_code=code).first()
    if other is not None:
        raise FirmUnclear(f"这个信用代码是“{other}”的，选的却是“{firm}”，请核对后再发")
    amended: Firm = firms.amend(firm, actor=actor, credit_code=code)
    return amended


def keep_photo(interaction: Interaction, *, received: Received, actor: Any) -> tuple[File, bool]:
    """Attach a photo, and say whether it was now: the same content sent again is kept once."""
    if interaction.retired_at:
        raise Refused("这条对接记录已被撤回，照片不再收")
    refusal: Exception | None = None
    for _ in range(ATTEMPTS):
        sent = File.history.of(interaction).filter(digest=received.digest, version_of=None).first()
        if sent is not None:
            return sent, False
        try:
            return store_file(interaction, received=received, actor=actor), True
        except (IntegrityError, Refused) as error:
            refusal = error
    raise refusal or Refused("照片没有存上，请再发一次")


@operation("outreach.step_done", allowed=ours)
def complete_step(interaction: Interaction, /, *, on: date, result: str, actor: Any) -> Interaction:
    """Say what came of the next step of an interaction, and when."""
    if not interaction.next_step:
        raise Refused("这条对接记录没有写下一步")
    if interaction.next_done_on:
        same = (interaction.next_done_on, interaction.next_result) == (on, result)
        if not same:
            raise Refused(f"这一步已于{interaction.next_done_on}办完：{interaction.next_result}")
        return interaction
    if on > timezone.localdate():
        raise Refused("完成日期晚于今天，请核对")
    amended: Interaction = interactions.amend(
        interaction, actor=actor, next_done_on=on, next_result=result
    )
    return amended
