"""Writing packaging: a reserve project's versions, one version, its form, its comparison."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wutong.attract.projects.models import Proposal, ReserveProject
from wutong.attract.projects.operations.appraising import concludes, recusal, reviews
from wutong.attract.projects.operations.packaging import (
    amend_proposal,
    illustrate_proposal,
    may_push,
    packs,
    publish_proposal,
    publishes,
    return_proposal,
    start_proposal,
    submit_proposal,
)
from wutong.attract.projects.queries.packaging import (
    STANDING_STATES,
    differences,
    lacks,
    returns_of,
)
from wutong.attract.projects.queries.returns import Returns, work_out, working
from wutong.foundation.files import store
from wutong.foundation.files.receiving import receive
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Action, Fact
from wutong.foundation.ui.wording import day, spoken
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.packaging import PictureForm, ProposalForm, SheetForm
from wutong.sites.desk.queries import packaging as told
from wutong.sites.desk.queries.cards import picture_of
from wutong.sites.desk.queries.meanwhile import changed_since
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.packaging.sharing import one_form, proposal_of, reserve_of

State = Proposal.State


# --- one reserve project ---------------------------------------------------------------------


def overview(request: OfficialRequest, key: int) -> HttpResponse:
    """Show how a reserve project is packaged, whom that drew, and what can be done next."""
    reserve = reserve_of(request, key)
    latest = told.proposals_seen(request.user).filter(reserve=reserve).order_by("-number").first()
    facts = [
        Fact("谋划单位", str(reserve.lead_unit or "—")),
        Fact("产业链", str(reserve.chain or "—")),
        Fact("总投资", spoken(reserve.total_investment)),
        Fact("入库时间", day(reserve.reserved_on)),
    ]
    if latest is not None:
        facts.append(Fact("最新一版", f"第{latest.number}版", url=f"/proposals/{latest.pk}/"))
    if reserve.score is not None:
        facts.append(Fact("评审得分", told.points(reserve.score)))
    sections = [
        told.versions(reserve, request.user),
        told.interests(reserve),
        told.pushes(reserve),
        told.met_targets(reserve, request.user),
        told.revisions(reserve),
    ]
    context = {
        "title": f"项目包装：{reserve}",
        "back": {"label": str(reserve), "url": f"/reserves/{reserve.pk}/"},
        "status": [{"tone": t, "text": s} for t, s in pages["reserves"].status(reserve)],
        "facts": facts,
        "actions": reserve_actions(reserve, latest, request.user),
        "sections": [each for each in sections if each is not None],
        "history": told.told_of(
            ReserveProject.objects.filter(pk=reserve.pk),
            reserve.proposals,
            reserve.revisions,
            reserve.interests,
        ),
    }
    return render(request, "desk/packaging/overview.html", context)


def reserve_actions(reserve: Any, latest: Any, official: Any) -> list[Action]:
    found = []
    base = f"/reserves/{reserve.pk}"
    if not packs(official, reserve):
        return []
    if latest is not None and latest.state == State.DRAFT:
        label = f"继续编写第{latest.number}版"
        found.append(Action(label, f"/proposals/{latest.pk}/edit/", "pencil", primary=True))
    elif reserve.state != "dropped" and (latest is None or latest.state != State.SUBMITTED):
        label = f"编写第{latest.number + 1}版" if latest else "开始包装"
        found.append(Action(label, f"{base}/proposals/new/", "plus", post=True, primary=not latest))
    if reserve.state in STANDING_STATES:
        owed = reserve.stale != ""
        found += [Action("登记年度修订", f"{base}/revision/", "calendar-check")] if owed else []
        found.append(Action("登记客商意向", f"{base}/interests/new/", "user-plus"))
        found.append(Action("淘汰", f"{base}/dropping/", "archive-off"))
    return found


@require_POST
def start(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = start_proposal(reserve_of(request, key), actor=request.user)
    return redirect(f"/proposals/{proposal.pk}/edit/")


# --- one version -----------------------------------------------------------------------------


def detail(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    reserve = proposal.reserve
    sections = [told.appraisals(proposal, request.user)]
    lacking = lacks(proposal, timezone.localdate()) if proposal.state == State.DRAFT else []
    context = {
        "title": str(proposal),
        "back": {"label": "项目包装", "url": f"/reserves/{reserve.pk}/packaging/"},
        "status": told.lights(proposal),
        "proposal": proposal,
        "facts": told.content_facts(proposal),
        "lacking": lacking,
        "picture": picture_of(proposal),
        "sections": [each for each in sections if each is not None],
        "actions": proposal_actions(proposal, request.user, lacking),
        "history": told.told_of(
            Proposal.objects.filter(pk=proposal.pk), proposal.appraisals, proposal.pushes
        ),
        **arithmetic_context(returns_of(proposal)),
    }
    return render(request, "desk/packaging/proposal.html", context)


def arithmetic_context(answer: Returns | None) -> dict[str, Any]:
    if answer is None:
        return {"answer": None}
    worked = [(line, working(line, answer.percent)) for line in answer.lines]
    return {"answer": answer, "worked": worked}


def proposal_actions(proposal: Any, official: Any, lacking: list[str]) -> list[Action]:
    """Return what this official may do with a version now, and what stands in its way."""
    base, state, found = f"/proposals/{proposal.pk}", proposal.state, []
    if state == State.DRAFT and packs(official, proposal):
        why = f"还有 {len(lacking)} 项没有填好，见左侧" if lacking else ""
        ask = "提交后内容冻结，交评审。现在提交？"
        found += [
            Action(
                "提交评审",
                f"{base}/submission/",
                "send",
                post=True,
                primary=not lacking,
                confirm=ask,
                why_not=why,
            ),
            Action("修改", f"{base}/edit/", "pencil", primary=bool(lacking)),
            Action("项目图片", f"{base}/picture/", "photo"),
        ]
    if state == State.SUBMITTED:
        if reviews(official, proposal):
            why = recusal(official, proposal)
            found.append(
                Action("评分", f"{base}/appraisal/", "list-check", primary=not why, why_not=why)
            )
        if concludes(official, proposal):
            left = proposal.rubric.reviewers_needed - proposal.appraised
            why = f"已有 {proposal.appraised} 人评分，还差 {left} 人" if left > 0 else ""
            found.append(
                Action("作出评审结论", f"{base}/conclusion/", "gavel", post=True, why_not=why)
            )
    if state == State.REVIEWED and publishes(official, proposal):
        why = (
            ""
            if proposal.passed
            else f"得分 {told.points(proposal.score)}，低于发布线 {proposal.rubric.threshold} 分"
        )
        ask = "发布后即可对外推送，前一版同时退出。现在发布？"
        found.append(
            Action(
                "发布",
                f"{base}/publication/",
                "broadcast",
                post=True,
                primary=not why,
                confirm=ask,
                why_not=why,
            )
        )
    if state == State.PUBLISHED and may_push(official, proposal):
        found.append(Action("推送项目卡", f"{base}/push/", "brand-wechat", primary=True))
    if state in (State.SUBMITTED, State.REVIEWED, State.PUBLISHED) and publishes(
        official, proposal
    ):
        found.append(Action("退回", f"{base}/return/", "arrow-back-up"))
    found.append(Action("项目卡", f"{base}/card/", "id"))
    if proposal.number > 1:
        found.append(Action("与别的版本比较", f"{base}/comparison/", "git-compare"))
    return found


# --- the form --------------------------------------------------------------------------------


def edit(request: OfficialRequest, key: int) -> HttpResponse:
    """Write a draft. Adding years and working out are answered without saving."""
    proposal = proposal_of(request, key)
    if not packs(request.user, proposal):
        raise PermissionDenied("projects.keep")
    if proposal.state != State.DRAFT:
        said = f"第{proposal.number}版{proposal.get_state_display()}，内容已冻结；要改请新建下一版"
        messages.error(request, said)
        return redirect(f"/proposals/{proposal.pk}/")
    data = request.POST if request.method == "POST" else None
    sheet = SheetForm(data, proposal, resized(request.POST))
    form = ProposalForm(data, proposal)
    if data is None or "work" in data:
        return show_edit(request, proposal, form, sheet)
    meanwhile = changed_since(proposal, data.get("known_at", ""))
    if meanwhile is not None:
        again = data.copy()
        again["known_at"] = proposal.known_at.isoformat()
        again_form = ProposalForm(again, proposal)
        return show_edit(request, proposal, again_form, sheet, 409, meanwhile=meanwhile)
    if form.is_valid() and sheet.is_valid():
        try:
            save(proposal, form, sheet, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect(f"/proposals/{proposal.pk}/")
    return show_edit(request, proposal, form, sheet, 422)


def save(proposal: Proposal, form: ProposalForm, sheet: SheetForm, actor: Any) -> None:
    facts = {n: v for n, v in form.facts().items() if v != getattr(proposal, n)}
    rate = sheet.cleaned_data["discount_rate"]
    if rate != proposal.discount_rate:
        facts["discount_rate"] = rate
    amend_proposal(proposal, years=sheet.flows(), targets=form.target_names(), actor=actor, **facts)


def resized(data: QueryDict) -> int:
    """Return how many years are asked for: what is there, one more, or one less."""
    sent = data.get("years", "")
    years = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
    return years + {"more": 1, "fewer": -1}.get(data.get("work", ""), 0) if years else 0


def show_edit(
    request: OfficialRequest,
    proposal: Proposal,
    form: ProposalForm,
    sheet: SheetForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "title": f"编写：{proposal}",
        "proposal": proposal,
        "form": form,
        "sheet": sheet,
        "cancel_url": f"/proposals/{proposal.pk}/",
        **arithmetic_context(worked_out(sheet, proposal)),
        **more,
    }
    return render(request, "desk/packaging/edit.html", context, status=status)


def worked_out(sheet: SheetForm, proposal: Proposal) -> Returns | None:
    """Return the sheet as typed, worked out; before anything is typed, as it stands."""
    if not sheet.is_bound:
        return returns_of(proposal)
    if not sheet.is_valid():
        return None
    return work_out(sheet.flows(), sheet.cleaned_data["discount_rate"])


@require_POST
def arithmetic(request: OfficialRequest, key: int) -> HttpResponse:
    """Answer htmx with the sheet worked out as it is typed; nothing is saved."""
    proposal = proposal_of(request, key)
    sheet = SheetForm(request.POST, proposal)
    context = arithmetic_context(worked_out(sheet, proposal))
    return render(request, "desk/packaging/arithmetic.html", {"sheet": sheet, **context})


def picture(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    if not packs(request.user, proposal):
        raise PermissionDenied("projects.keep")
    form = PictureForm(request.POST or None, request.FILES or None)

    def perform(said: dict[str, Any]) -> None:
        upload = said["picture"]
        received = receive(upload, upload.name)
        illustrate_proposal(proposal, received=received, actor=request.user)

    back = f"/proposals/{proposal.pk}/"
    title = f"项目图片：{proposal}"
    return one_form(
        request, form, perform, done="已更换项目图片。", back=back, title=title, submit="上传"
    )


# --- what is done with a version -------------------------------------------------------------


@require_POST
def submission(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    submit_proposal(proposal, on=timezone.localdate(), actor=request.user)
    messages.success(request, "已提交评审，内容冻结。")
    return redirect(f"/proposals/{key}/")


@require_POST
def publication(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    publish_proposal(proposal, on=timezone.localdate(), actor=request.user)
    messages.success(request, "已发布，可以推送项目卡。")
    return redirect(f"/proposals/{key}/")


def sending_back(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    if not publishes(request.user, proposal):
        raise PermissionDenied("packaging.publish")
    form = ReasonForm(request.POST or None)

    def perform(said: dict[str, Any]) -> None:
        return_proposal(proposal, reason=said["reason"], actor=request.user)

    title, back = f"退回：{proposal}", f"/proposals/{proposal.pk}/"
    return one_form(request, form, perform, done="已退回。", back=back, title=title, submit="退回")


def comparison(request: OfficialRequest, key: int) -> HttpResponse:
    """Show what a version says differently from another, by default the one before."""
    proposal = proposal_of(request, key)
    others = list(proposal.reserve.proposals.exclude(pk=proposal.pk).order_by("-number"))
    asked = request.GET.get("with", "")
    before = next((o for o in others if str(o.number) == asked), None)
    before = before or next((o for o in others if o.number < proposal.number), None)
    before = before or (others[0] if others else None)
    if before is None:
        return redirect(f"/proposals/{key}/")
    one, other = sorted((before, proposal), key=lambda p: p.number)
    links = [
        {"label": f"第{o.number}版", "url": f"?with={o.number}", "is_current": o.pk == before.pk}
        for o in others
    ]
    context = {
        "title": f"比较：{proposal.reserve}",
        "proposal": proposal,
        "one": one,
        "other": other,
        "differences": differences(one, other),
        "links": links,
    }
    return render(request, "desk/packaging/comparison.html", context)


def picture_file(request: OfficialRequest, key: int) -> HttpResponse:
    """Send the picture of a version, as drawn anew when it was received."""
    shown = picture_of(proposal_of(request, key))
    if shown is None:
        return HttpResponse(status=404)
    with store.opened(store.picture_name(shown.digest, "large")) as stream:
        return HttpResponse(stream.read(), content_type="image/jpeg")
