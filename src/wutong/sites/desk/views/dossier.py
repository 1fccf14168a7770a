"""A project's dossier (项目档案): one page, as of any day; and as a Word file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wutong.attract.projects.models import Project
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.dossier.prose import document_of
from wutong.sites.desk.queries.dossier.whole import Dossier, dossier_of, first_known, frame_of
from wutong.sites.desk.views.report_files import document, named, sent


def asked(request: OfficialRequest, key: int) -> tuple[Project, date | None, Dossier | None]:
    """Return the project, the day asked for, and its dossier; a stranger gets 404 for any day."""
    rows: Any = Project.objects
    project = get_object_or_404(rows.visible_to(request.user), pk=key)
    known_on = day_of(request.GET.get("known", ""))
    return project, known_on, dossier_of(key, frame_of(request.user, known_on))


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < timezone.localdate() else None


def dossier(request: OfficialRequest, key: int) -> HttpResponse:
    project, known_on, told = asked(request, key)
    context = {
        "title": f"{told.project if told else project}",
        "key": key,
        "known_on": known_on,
        "slider": slider(key, known_on, told),
        "dossier": told,
        "today": timezone.localdate(),
    }
    return render(request, "desk/dossier/dossier.html", context)


def slider(key: int, known_on: date | None, told: Dossier | None) -> dict[str, Any]:
    """Return what the day's slider needs: its ends, where it stands, the changes beside it."""
    first, today = first_known(key), timezone.localdate()
    at = known_on or today
    past = told.past if told else None
    return {
        "first": first,
        "days": (today - first).days,
        "at": min(max((at - first).days, 0), (today - first).days),
        "day": at,
        "before": (past.before(at) if past else None),
        "after": next_change(past.after(at) if past else first + timedelta(days=0), today),
    }


def next_change(day: date | None, today: date) -> date | None:
    return day if day and day < today else None


def word(request: OfficialRequest, key: int) -> HttpResponse:
    _, known_on, told = asked(request, key)
    if told is None:
        raise Http404("not known then")
    composition = document_of(told, str(request.user))
    on = known_on or timezone.localdate()
    return sent(
        document(composition, "docx"), "docx", f"{named(told.project.name)}_档案_{on:%Y%m%d}"
    )
