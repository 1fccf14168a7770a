"""After packaging: cards and pushes, the yearly revision, investors, the hit rate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from wutong.attract.projects.models import Interest, Proposal, ReserveProject
from wutong.attract.projects.operations.packaging import may_push, packs, push_card
from wutong.attract.projects.operations.revising import (
    drop_reserve,
    end_interest,
    record_interest,
    revise_reserve,
)
from wutong.attract.projects.queries.packaging import (
    STANDING_STATES,
    duty_on,
    is_owed,
    owed_by_unit,
)
from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import Cell, Row
from wutong.foundation.ui.wording import day
from wutong.metrics.asking import Ask
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.packaging import EndingForm, InterestForm, PushForm, RevisionForm
from wutong.sites.desk.queries import packaging as told
from wutong.sites.desk.queries.cards import card_file, card_of
from wutong.sites.desk.views.packaging.reviewing import tabs
from wutong.sites.desk.views.packaging.sharing import one_form, proposal_of, reserve_of

TYPES = {"pdf": "application/pdf", "png": "image/png"}


# --- the card --------------------------------------------------------------------------------


def card_url(request: HttpRequest, proposal: Any) -> str:
    """Return where the card's QR code leads: to the public card once it is published."""
    path = f"/cards/{proposal.card_code}/" if proposal.card_code else f"/proposals/{proposal.pk}/"
    return request.build_absolute_uri(path)


def card(request: OfficialRequest, key: int) -> HttpResponse:
    """Show the card as it is sent, with where it was pushed."""
    proposal = proposal_of(request, key)
    state = Proposal.State
    context = {
        "title": f"项目卡：{proposal}",
        "proposal": proposal,
        "status": told.lights(proposal),
        "public_url": card_url(request, proposal) if proposal.state == state.PUBLISHED else "",
        "may_push": proposal.state == state.PUBLISHED and may_push(request.user, proposal),
        "pushes": told.pushes(proposal.reserve),
    }
    return render(request, "desk/packaging/card.html", context)


def card_download(request: OfficialRequest, key: int, form: str) -> HttpResponse:
    return sent_card(request, proposal_of(request, key), form)


def sent_card(request: HttpRequest, proposal: Any, form: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404
    content = card_file(proposal, card_url(request, proposal), form)  # type: ignore[arg-type]
    reply = HttpResponse(content, content_type=TYPES[form])
    name = "".join(c for c in f"{proposal.reserve.name}项目卡" if c not in '\\/:*?"<>|')
    shown = content_disposition_header("download" in request.GET, f"{name}.{form}")
    reply["Content-Disposition"] = shown or "inline"
    return reply


def published_card(code: str) -> Any:
    rows = Proposal.objects.filter(state=Proposal.State.PUBLISHED, card_code=code)
    links = ("reserve__lead_unit", "reserve__chain", "target_chain")
    return get_object_or_404(rows.exclude(card_code="").select_related(*links))


@login_not_required
def public_card(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published card to whoever has scanned it; a card that was withdrawn is not found."""
    proposal = published_card(code)
    shown = card_of(proposal, "")
    reply = render(request, "desk/packaging/public.html", {"card": shown, "code": code})
    reply["X-Robots-Tag"] = "noindex"
    return reply


@login_not_required
def public_download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    return sent_card(request, published_card(code), form)


def push(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    if not may_push(request.user, proposal):
        raise PermissionDenied("packaging.publish")

    def perform(said: dict[str, Any]) -> None:
        push_card(proposal, actor=request.user, **said)

    return one_form(
        request,
        PushForm(request.POST or None),
        perform,
        done="已登记推送，并计入信息发布。",
        back=f"/proposals/{proposal.pk}/card/",
        title=f"推送：{proposal}",
        submit="登记推送",
        intro="先把项目卡（PDF 或图片）发到群里，再在这里登记发给了谁。每次推送记为一条信息发布。",
    )


# --- the yearly revision ---------------------------------------------------------------------


def revisions(request: OfficialRequest) -> HttpResponse:
    """Show what each unit still owes of this year's revision, and by when."""
    today = timezone.localdate()
    duty = duty_on(today)
    reserves = ReserveProject.objects.visible_to(request.user).filter(state__in=STANDING_STATES)
    reserves = reserves.select_related("lead_unit", "chain")
    owing = list(reserves.filter(is_owed(duty)).order_by("lead_unit__order", "reserved_on", "pk"))
    keys = {reserve.pk for reserve in owing}
    late = duty.is_late(today)
    units = [
        Row(
            [
                Cell(o.unit),
                Cell(f"{o.owed}", numeric=True),
                Cell(f"{o.done}", numeric=True),
                Cell(*(("逾期", False, "red") if late else ("待修订", False, "yellow")))
                if o.owed
                else Cell("已完成", tone="green"),
            ],
            url=f"/reserves/?stale=owed&lead_unit={o.unit_id}" if o.unit_id else "",
        )
        for o in owed_by_unit(reserves, keys)
    ]
    rows = [
        Row(
            [
                Cell(r.name, sub=str(r.chain or "")),
                Cell(str(r.lead_unit or "—")),
                Cell(day(r.reserved_on)),
            ],
            url=f"/reserves/{r.pk}/packaging/",
            mark="red" if late else "yellow",
        )
        for r in owing[:200]
    ]
    heads = ["单位", told.num("未修订"), told.num("不欠"), "状态"]
    context = {
        "title": "项目包装",
        "tabs": tabs("/packaging/revisions/"),
        "duty": duty,
        "late": late,
        "owed": len(owing),
        "units": told.section("各单位", heads, units, empty="没有在库的储备项目。"),
        "rows": told.section(
            "未修订的项目", ["储备项目", "单位", "入库"], rows, empty="都已修订。"
        ),
    }
    return render(request, "desk/packaging/revisions.html", context)


def revision(request: OfficialRequest, key: int) -> HttpResponse:
    reserve = reserve_of(request, key)
    require(request, reserve)

    def perform(said: dict[str, Any]) -> None:
        revise_reserve(reserve, note=said["note"], on=timezone.localdate(), actor=request.user)

    return one_form(
        request,
        RevisionForm(request.POST or None),
        perform,
        done="已登记年度修订。",
        back=f"/reserves/{key}/packaging/",
        title=f"年度修订：{reserve}",
        intro="内容有变化的，先修改储备项目或编写新一版方案；提交新版即视为修订，不必再登记。",
    )


def dropping(request: OfficialRequest, key: int) -> HttpResponse:
    reserve = reserve_of(request, key)
    require(request, reserve)

    def perform(said: dict[str, Any]) -> None:
        drop_reserve(reserve, reason=said["reason"], on=timezone.localdate(), actor=request.user)

    return one_form(
        request,
        ReasonForm(request.POST or None),
        perform,
        done="已淘汰，原记录和各版方案仍可查看。",
        back=f"/reserves/{key}/packaging/",
        title=f"淘汰：{reserve}",
        submit="淘汰",
    )


def require(request: OfficialRequest, record: Any) -> None:
    if not packs(request.user, record):
        raise PermissionDenied("projects.keep")


# --- investors -------------------------------------------------------------------------------


def new_interest(request: OfficialRequest, key: int) -> HttpResponse:
    reserve = reserve_of(request, key)
    require(request, reserve)
    form = InterestForm(request.POST or None, reserve, request.user)

    def perform(said: dict[str, Any]) -> None:
        record_interest(reserve, actor=request.user, **said)

    back, title = f"/reserves/{key}/packaging/", f"登记客商意向：{reserve}"
    return one_form(request, form, perform, done="已登记客商意向。", back=back, title=title)


def ending(request: OfficialRequest, key: int) -> HttpResponse:
    rows = Interest.objects.visible_to(request.user).select_related("reserve__lead_unit")
    interest = get_object_or_404(rows, pk=key)
    require(request, interest)

    def perform(said: dict[str, Any]) -> None:
        end_interest(interest, actor=request.user, **said)

    form = EndingForm(request.POST or None, request.user)
    back = f"/reserves/{interest.reserve_id}/packaging/"
    title = f"登记结果：{interest.firm_name}"
    return one_form(request, form, perform, done="已登记结果。", back=back, title=title)


def feedback(request: OfficialRequest) -> HttpResponse:
    """Show what packaging came to: whom it drew, why they signed or not, the hit rate."""
    today: date = timezone.localdate()
    ask = Ask.of(Period.year_to(today.year, today.month), cutoff=today)
    official = request.user
    context = {
        "title": "项目包装",
        "tabs": tabs("/packaging/feedback/"),
        "rates": [
            told.rate_table("各单位命中率", "单位", told.hit_rates(ask, official, "unit")),
            told.rate_table("各产业链命中率", "产业链", told.hit_rates(ask, official, "chain")),
        ],
        "more": [told.drawn_by_project(official), told.reasons(official)],
    }
    return render(request, "desk/packaging/feedback.html", context)
