"""An edition of a fair at work, and its list for the stage as Excel and Word."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wutong.attract.projects.queries.fairs import edition_before
from wutong.foundation.documents.tables import to_docx_table
from wutong.foundation.ui.lists import Action, page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.detail import facts_of
from wutong.sites.desk.queries.fairs import edition as told
from wutong.sites.desk.queries.fairs.followup import Followup, percent
from wutong.sites.desk.queries.history import history_of
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.acts import actions_of
from wutong.sites.desk.views.report_files import named, sent, workbook
from wutong.sites.desk.views.writing import may_create

PAGE = pages["fairs"]
ADDING = (
    ("fair-entries", "报送项目", "file-plus"),
    ("fair-tasks", "安排任务", "checklist"),
    ("fair-guests", "登记嘉宾", "user-plus"),
    ("agenda", "排议程", "calendar-plus"),
)


def edition_of(request: OfficialRequest, key: int) -> Any:
    return get_object_or_404(visible_rows(PAGE, request.user), pk=key)


def detail(request: OfficialRequest, key: int) -> HttpResponse:
    """Show an edition as a work breakdown: quota, list, tasks, guests, agenda, ceremony."""
    edition, official, today = edition_of(request, key), request.user, timezone.localdate()
    shown = page_of(request, told.entries_seen(edition, official), 25)
    items = told.ceremony_items(edition, official)
    context = {
        "title": edition.full_name,
        "back": {"label": PAGE.title, "url": "/fairs/"},
        "edition": edition,
        "facts": facts_of(PAGE, edition),
        "actions": [*adding(edition, official), *actions_of(PAGE, edition, official)],
        "bars": told.bars(edition, official),
        "growth": growth(edition, official),
        "own_only": not official.sees_county,
        "entries": told.screening(edition, official, shown),
        "page": shown,
        "tasks": told.tasks(edition, official, today),
        "guests": told.guests(edition, official),
        "agenda": told.agenda(edition),
        "ceremony": told.ceremony(items),
        "history": history_of(edition, PAGE.tells),
    }
    return render(request, "desk/fairs/edition.html", context)


def adding(edition: Any, official: Any) -> list[Action]:
    return [
        Action(label, f"/{slug}/new/?edition={edition.pk}", icon)
        for slug, label, icon in ADDING
        if may_create(pages[slug], official)
    ]


def growth(edition: Any, official: Any) -> str:
    """Return in words how the amount signed stands to the edition before; "" while none is."""
    before = edition_before(edition)
    line = Followup(official).summed(edition, before) if before else None
    if line is None or line.growth is None:
        return ""
    more = "增长" if line.growth >= 0 else "下降"
    return f"签约额 {line.amount.text}，比{before}{more} {percent(abs(line.growth))}"


def ceremony(request: OfficialRequest, key: int, form: str) -> HttpResponse:
    """Send the list of what is signed on stage, to be printed."""
    if form not in ("xlsx", "docx"):
        raise Http404
    edition = edition_of(request, key)
    sheet = told.ceremony_sheet(edition, told.ceremony_items(edition, request.user))
    content = workbook([sheet]) if form == "xlsx" else to_docx_table(sheet)
    return sent(content, form, named(sheet.title))
