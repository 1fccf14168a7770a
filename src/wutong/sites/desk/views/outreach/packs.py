"""The trip pack (行前资料包) of a plan: as a page, as PDF, and as a phone keeps it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wutong.attract.outreach.models import TripPlan
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.field.mine import own_units
from wutong.sites.desk.queries.outreach import pack_shown
from wutong.sites.desk.queries.outreach.pack import pack_of, plans_seen
from wutong.sites.desk.views.field.answering import to_phone
from wutong.sites.desk.views.report_files import document, named, sent


def asked(request: OfficialRequest, key: int) -> TripPlan:
    plan: TripPlan = get_object_or_404(plans_seen(request.user), pk=key)
    return plan


@require_safe
def page(request: OfficialRequest, key: int) -> HttpResponse:
    pack = pack_of(asked(request, key), request.user)
    context = {
        "title": f"{pack.plan.destination or '外出招商'}行前资料包",
        "plan": pack.plan,
        "facts": pack_shown.facts_of(pack),
        "firms": pack_shown.cards_of(pack),
        "left_out": pack.left_out,
        "sections": pack_shown.sections_of(pack),
        "today": timezone.localdate(),
    }
    return render(request, "desk/outreach/pack.html", context)


@require_safe
def pdf(request: OfficialRequest, key: int) -> HttpResponse:
    pack = pack_of(asked(request, key), request.user)
    made = document(pack_shown.document_of(pack, str(request.user), timezone.localdate()), "pdf")
    return sent(made, "pdf", named(f"行前资料包_{pack.plan.destination}_{pack.plan.starts_on}"))


@require_safe
@to_phone
def listing(request: OfficialRequest) -> HttpResponse:
    """List for a phone the plans of one's units whose trip is ahead or under way."""
    own, today = own_units(request.user), timezone.localdate()
    found = pack_shown.ahead_of(request.user, own, today)
    return JsonResponse({"official": request.user.pk, "packs": found})


@require_safe
@gzip_page
@to_phone
def told(request: OfficialRequest, key: int) -> HttpResponse:
    """Send the pack of a plan to a phone."""
    pack = pack_of(asked(request, key), request.user)
    return JsonResponse({"official": request.user.pk, "pack": pack_shown.for_phone(pack)})
