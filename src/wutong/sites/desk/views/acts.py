"""What can be done with a record besides editing it, each as a page of its own.

A verb is a resource: POST /receipts/12/verification/ verifies.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import agreements, correct_agreement
from wutong.attract.firms.access import can_merge
from wutong.attract.firms.models import ContactPerson, Firm
from wutong.attract.firms.operations import contact_persons, erase_person
from wutong.attract.funds.models import Receipt
from wutong.attract.leads.access import keeps_leads
from wutong.attract.leads.models import Inquiry, Lead
from wutong.attract.outreach.models import Trip, TripPlan
from wutong.attract.projects.models import Milestone, Project
from wutong.compliance.models import Review
from wutong.compliance.operations import conclude_review, reviews
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Action
from wutong.people.access import OfficialRequest
from wutong.serve.aftercare.models import Ticket
from wutong.serve.aftercare.operations import close_ticket, tickets
from wutong.sites.desk.forms.acts import (
    ConclusionForm,
    CorrectionForm,
    DayForm,
    ErasureForm,
)
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.moving import life_actions, undo_actions
from wutong.sites.desk.queries.pages import Page, pages
from wutong.sites.desk.views.acting import Act, is_first, month_closed
from wutong.sites.desk.views.fair_acts import FAIR_ACTS, FAIR_MAIN
from wutong.sites.desk.views.lead_acts import INQUIRY_ACTS, LEAD_ACTS
from wutong.sites.desk.views.outreach_acts import OUTREACH_ACTS
from wutong.sites.desk.views.receipt_acts import RECEIPT_ACTS
from wutong.sites.desk.views.writing import DATED, may_amend, may_create


def has_reach(person: ContactPerson) -> bool:
    return bool(person.phone or person.wechat or person.email or person.consent)


ACTS: dict[type[Any], tuple[Act, ...]] = {
    **OUTREACH_ACTS,
    Receipt: RECEIPT_ACTS,
    Lead: LEAD_ACTS,
    Inquiry: INQUIRY_ACTS,
    Agreement: (
        Act(
            "correction",
            "登记更正",
            "edit",
            CorrectionForm,
            lambda r, d, actor: correct_agreement(r, on=timezone.localdate(), actor=actor, **d),
            agreements.allowed,
            is_first,
            "已登记更正，差额计入未关账的月份。",
        ),
    ),
    ContactPerson: (
        Act(
            "erasure",
            "删除联系方式",
            "eraser",
            ErasureForm,
            lambda r, d, actor: erase_person(
                r, reason=d["reason"], with_name=d["with_name"], actor=actor
            ),
            contact_persons.allowed,
            has_reach,
            "已删除，历次记录中的联系方式也一并清除。",
        ),
    ),
    Ticket: (
        Act(
            "closing",
            "办结",
            "circle-check",
            DayForm,
            lambda r, d, actor: close_ticket(r, on=d["on"], actor=actor),
            tickets.allowed,
            lambda r: r.closed_on is None,
            "已办结。",
        ),
    ),
    Review: (
        Act(
            "conclusion",
            "作出结论",
            "gavel",
            ConclusionForm,
            lambda r, d, actor: conclude_review(r, actor=actor, **d),
            reviews.allowed,
            lambda r: r.conclusion == Review.Conclusion.PENDING,
            "已记录审查结论。",
        ),
    ),
    **FAIR_ACTS,
}


# What one mostly came to do.
MAIN = {
    "verification",
    "correction",
    "closing",
    "conclusion",
    "acceptance",
    "judgement",
    "project",
    "lead",
    "submission",
    "approval",
    "departure",
    "hand-in",
} | FAIR_MAIN


def actions_of(page: Page, record: Any, official: Any) -> list[Action]:
    """Return what this official may do with the record now, and what closes the rest."""
    base = f"/{page.slug}/{record.pk}"
    found = []
    for act in ACTS.get(page.model, ()):
        if act.allowed(official, record) and act.applies(record):
            why = act.why_not(record, official)
            main = act.slug in MAIN
            found.append(
                Action(act.label, f"{base}/{act.slug}/", act.icon, primary=main, why_not=why)
            )
    if page.slug == "rules" and record.until is None and official.may("rules.set"):
        found.append(Action("设新的取值", f"{base}/successor/", "calendar-plus"))
    if may_amend(page, record, official) and not getattr(record, "is_frozen", False):
        closed = month_closed(record) if page.model in DATED else ""
        closed = "" if getattr(record, "state", "") in {"waiting", "rejected"} else closed
        why = f"{closed}，不能再改；变化请登记更正" if closed else ""
        found.append(Action("修改", f"{base}/edit/", "pencil", primary=not found, why_not=why))
        if not closed:
            found.append(Action("撤回", f"{base}/withdrawal/", "trash"))
    if page.slug == "reserves":
        found.insert(0, Action("项目包装", f"{base}/packaging/", "package", primary=True))
    if page.slug == "trip-plans":
        found.append(Action("行前资料包", f"{base}/pack/", "briefcase"))
    if page.model is Trip:
        found += packs_of(record, official)
    if page.slug == "receptions":
        found.append(Action("接待方案（Word）", f"{base}/programme.docx", "file-type-docx"))
        found.append(Action("接待方案（PDF）", f"{base}/programme.pdf", "file-type-pdf"))
    if page.model is Project:
        found.append(Action("项目档案", f"{base}/dossier/", "file-description"))
        found += life_actions(record, official)
    if page.model is Firm:
        found.append(Action("企业档案", f"{base}/dossier/", "file-description"))
        if can_merge(official, record):
            found.append(Action("疑似同一企业", f"/firm-twins/?firm={record.pk}", "copy"))
    if page.model is Milestone:
        found += undo_actions(record, official)
    if page.model is Inquiry and (record.phone or record.email) and keeps_leads(official, record):
        found.append(Action("查看电话、微信", f"{base}/opening/", "eye"))
    return found + followers(page, record, official)


def packs_of(trip: Trip, official: Any) -> list[Action]:
    """Return the way to the pack of the plan that a trip was set out from."""
    plans: Any = TripPlan.objects.visible_to(official).filter(trip=trip).order_by("pk")
    keys = plans.values_list("pk", flat=True)[:1]
    return [Action("行前资料包", f"/trip-plans/{key}/pack/", "briefcase") for key in keys]


def followers(page: Page, record: Any, official: Any) -> list[Action]:
    """Return links to record what comes next: a project's milestone, agreement, receipt."""
    from_here = {
        "projects": (
            ("agreements", "登记协议"),
            ("receipts", "登记资金"),
        ),
        "agreements": (("incentives", "登记优惠条款"),),
        "interactions": (("invitations", "邀请来访"),),
        "trips": (
            ("interactions", "登记对接企业"),
            ("talks", "登记洽谈项目"),
            ("trip-members", "登记随行人员"),
        ),
        "trip-plans": (("planned-calls", "添加拟访企业"), ("planned-units", "添加参加单位")),
        "receptions": (
            ("visitors", "登记来访企业"),
            ("itinerary-stops", "添加行程"),
            ("reception-hosts", "添加接待人员"),
        ),
        "stations": (
            ("interactions", "登记对接企业"),
            ("station-members", "登记队员"),
            ("station-reports", "写周报"),
        ),
        "roadshows": (("roadshow-guests", "登记到会企业"), ("pitches", "登记推介项目")),
        "fair-entries": (("fair-projects", "关联项目"), ("ceremony", "安排签约仪式")),
        "chain-gaps": (("target-firms", "列目标企业"),),
    }
    if getattr(record, "is_frozen", False):
        return []
    # Where a slug does not name the field.
    links = {"trip-plans": "plan", "fair-entries": "entry", "chain-gaps": "gap"}
    link = links.get(page.slug, page.slug.removesuffix("s"))
    return [
        Action(label, f"/{slug}/new/?{link}={record.pk}", "plus")
        for slug, label in from_here.get(page.slug, ())
        if may_create(pages[slug], official)
    ]


def act(request: OfficialRequest, page: Page, key: int, slug: str) -> HttpResponse:
    """Show an act's form, or do it."""
    record = get_object_or_404(visible_rows(page, request.user), pk=key)
    asked = next((a for a in ACTS.get(page.model, ()) if a.slug == slug), None)
    if asked is None:
        raise Http404
    if not asked.allowed(request.user, record):
        raise PermissionDenied(slug)
    begun = {"known_at": known_at(record), **asked.begins(record)}
    form = asked.form(request.POST or None, initial=begun)
    if form.is_valid() and done(form, asked, record, request.user):
        messages.success(request, asked.done)
        return redirect(f"/{page.slug}/{record.pk}/")
    context = {"title": f"{asked.label}：{record}", "form": form, "submit": asked.label}
    context["cancel_url"] = f"/{page.slug}/{record.pk}/"
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


def known_at(record: Any) -> str:
    """Return which state of a record its page shows, for forms that ask."""
    moment = getattr(record, "known_at", None)
    return moment.isoformat() if moment else ""


def done(form: forms.Form, asked: Act, record: Any, official: Any) -> bool:
    try:
        asked.perform(record, form.cleaned_data, official)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
