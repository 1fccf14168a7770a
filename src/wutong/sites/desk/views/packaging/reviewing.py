"""Judging packaging: what waits, a reviewer's marks, the conclusion, the rubric."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wutong.attract.projects.models import Appraisal, Rubric
from wutong.attract.projects.operations.appraising import (
    appraise_proposal,
    conclude_proposal,
    publish_rubric,
    recusal,
    reviews,
)
from wutong.attract.projects.queries.packaging import returns_of
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Cell, Row
from wutong.foundation.ui.wording import day
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.packaging import AppraisalForm, RubricForm
from wutong.sites.desk.queries import packaging as told
from wutong.sites.desk.views.packaging.proposals import arithmetic_context
from wutong.sites.desk.views.packaging.sharing import one_form, proposal_of

TABS = (
    ("评审与发布", "/packaging/"),
    ("年度修订", "/packaging/revisions/"),
    ("成效与命中率", "/packaging/feedback/"),
    ("评审标准", "/packaging/rubrics/"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": url, "is_current": url == current} for label, url in TABS]


def queue(request: OfficialRequest) -> HttpResponse:
    """Show the versions that wait for marks, a conclusion or publication."""
    mine = set(Appraisal.objects.filter(reviewer=request.user).values_list("proposal", flat=True))
    rows = []
    for p in told.waiting(request.user):
        tone, said = told.light_of(p)
        own = ("green", "已评") if p.pk in mine else ("yellow", "待评")
        if recusal(request.user, p):
            own = ("grey", "回避")
        elif p.state != "submitted" or not reviews(request.user, p):
            own = ("", "—")
        rows.append(
            Row(
                [
                    Cell(p.reserve.name, sub=str(p.reserve.chain or "")),
                    Cell(f"第{p.number}版"),
                    Cell(said, tone=tone),
                    Cell(own[1], tone=own[0]),
                    Cell(
                        f"{p.appraised}／{p.rubric.reviewers_needed}" if p.rubric else "—",
                        numeric=True,
                    ),
                    Cell(told.points(p.score), numeric=True),
                    Cell(str(p.reserve.lead_unit or "—"), sub=day(p.submitted_on)),
                ],
                url=f"/proposals/{p.pk}/",
            )
        )
    columns = [
        "储备项目", "版次", "状态", "我的评分", told.num("已评／须评"), told.num("得分"), "提交",
    ]  # fmt: skip
    shown = told.section("待评审、待发布", columns, rows)
    context = {"title": "项目包装", "tabs": tabs("/packaging/"), "section": shown}
    return render(request, "desk/packaging/queue.html", context)


def appraisal(request: OfficialRequest, key: int) -> HttpResponse:
    """Show a version beside the rubric, and take a reviewer's marks."""
    proposal = proposal_of(request, key)
    if not reviews(request.user, proposal):
        raise PermissionDenied("packaging.review")
    back = f"/proposals/{proposal.pk}/"
    why = recusal(request.user, proposal)
    if why or proposal.rubric is None:
        raise Refused(why or "这一版还没有提交评审")
    standing = proposal.appraisals.filter(reviewer=request.user).first()
    form = AppraisalForm(request.POST or None, proposal.rubric.criteria.all(), standing)
    if form.is_valid():
        comment, on = form.cleaned_data["comment"], timezone.localdate()
        try:
            appraise_proposal(
                proposal, marks=form.marks(), comment=comment, on=on, actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记录您的评分，作出结论前可以修改。")
            return redirect(back)
    context = {
        "title": f"评分：{proposal}",
        "proposal": proposal,
        "form": form,
        "facts": told.content_facts(proposal),
        "cancel_url": back,
        **arithmetic_context(returns_of(proposal)),
    }
    return render(
        request, "desk/packaging/appraisal.html", context, status=422 if form.errors else 200
    )


@require_POST
def conclusion(request: OfficialRequest, key: int) -> HttpResponse:
    proposal = proposal_of(request, key)
    conclude_proposal(proposal, on=timezone.localdate(), actor=request.user)
    review = proposal.packagings.get()
    line = proposal.rubric.threshold
    messages.success(request, f"得分 {review.score}，发布线 {line}：{review.conclusion}。")
    return redirect(f"/proposals/{key}/")


def rubrics(request: OfficialRequest) -> HttpResponse:
    rows = Rubric.objects.visible_to(request.user).prefetch_related("criteria")
    context = {
        "title": "项目包装",
        "tabs": tabs("/packaging/rubrics/"),
        "rubrics": rows,
        "may_set": request.user.may("rules.set"),
        "today": timezone.localdate(),
    }
    return render(request, "desk/packaging/rubrics.html", context)


def new_rubric(request: OfficialRequest) -> HttpResponse:
    """Publish the rubric that follows the one in force, beginning with what that says."""
    if not request.user.may("rules.set"):
        raise PermissionDenied("rules.set")
    last = Rubric.objects.visible_to(request.user).filter(until=None).first()
    criteria = list(last.criteria.all()) if last else []
    begun = {"threshold": last.threshold, "reviewers_needed": last.reviewers_needed} if last else {}
    form = RubricForm(request.POST or None, criteria, **begun)

    def perform(_: dict[str, Any]) -> None:
        publish_rubric(actor=request.user, **form.facts())

    intro = "权重之和须为 100，不用的指标留空。已提交的方案仍按提交时的标准评审。"
    return one_form(
        request,
        form,
        perform,
        done="已发布评审标准。",
        back="/packaging/rubrics/",
        title="发布新的评审标准",
        submit="发布",
        intro=intro,
    )
