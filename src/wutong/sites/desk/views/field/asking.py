"""What the phone asks for: who is signed in and what concerns them; the register of firms."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wutong.attract.outreach.models import Interaction
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.field import firms, mine
from wutong.sites.desk.views.field.answering import to_phone


@require_safe
@to_phone
def me(request: OfficialRequest) -> HttpResponse:
    """Say who is signed in, with the token for sending, and what concerns them today."""
    official, today = request.user, timezone.localdate()
    return JsonResponse(
        {
            "official": {
                "key": official.pk,
                "name": str(official),
                "unit": str(official.unit or ""),
            },
            "csrf": get_token(request),
            "day": {
                "today": today.isoformat(),
                "may_log": official.holds("outreach.keep"),
                "kinds": Interaction.Kind.choices,
                "units": [[unit.pk, unit.name] for unit in mine.units_of(official)],
                "occasions": [each.told() for each in mine.occasions_of(official, today)],
                "steps": mine.steps_of(official, today),
                "week": mine.week_of(official, today),
                "recent": mine.recent_of(official),
            },
            "firms": firms.version_of(),
        }
    )


@require_safe
@gzip_page
@to_phone
def register(request: OfficialRequest) -> HttpResponse:
    """Send the register of firms: all of it, or what has changed since `?since=`."""
    since = request.GET.get("since", "")
    try:
        moment = parse_datetime(since) if since else None
    except ValueError:
        moment = None
    if moment is not None and timezone.is_naive(moment):
        moment = None
    return JsonResponse(firms.firms_since(moment))
