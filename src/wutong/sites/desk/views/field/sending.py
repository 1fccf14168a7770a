"""What the phone sends: visits, then their photos one by one, and next steps that are done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from wutong.attract.outreach.models import Interaction
from wutong.attract.outreach.operations.visits import (
    AlreadyReceived,
    FirmUnclear,
    complete_step,
    keep_photo,
    log_visit,
)
from wutong.foundation.files.receiving import receive
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.field import StepForm, VisitForm, errors_of
from wutong.sites.desk.views.field.answering import said, sent, to_phone

UNREADABLE = "有几处要改后才能发送"


@require_POST
@to_phone
def visits(request: OfficialRequest) -> HttpResponse:
    """Take in a visit: 201 when it is written, 200 when it had been received before."""
    form = VisitForm(sent(request), request.user)
    if not form.is_valid():
        return said(UNREADABLE, 422, errors=errors_of(form))
    try:
        interaction, is_new = log_visit(form.visit(), actor=request.user)
    except AlreadyReceived as earlier:
        key = earlier.interaction.pk if earlier.interaction else None
        return said(str(earlier), 409, key=key)
    except FirmUnclear as unclear:
        return said(str(unclear), 422, errors={"firm": str(unclear)})
    return JsonResponse(
        {
            "key": interaction.pk,
            "firm": interaction.firm.name,
            "talks": list(interaction.talks.values_list("pk", flat=True)),
            "invitations": list(interaction.invitations.values_list("pk", flat=True)),
        },
        status=201 if is_new else 200,
    )


@require_POST
@to_phone
def photos(request: OfficialRequest, client_key: UUID) -> HttpResponse:
    """Take in a photo of a visit that has been received; told apart by its content."""
    own = Interaction.history.filter(version_of=None, recorded_by=request.user)
    interaction: Any = own.filter(client_key=client_key).first()
    if interaction is None:
        raise Http404
    photo = request.FILES.get("photo")
    if photo is None:
        return said("没有收到照片，请再发一次", 422)
    received = receive(photo, photo.name or "照片.jpg")
    file, is_new = keep_photo(interaction, received=received, actor=request.user)
    return JsonResponse({"file": file.pk}, status=201 if is_new else 200)


@require_POST
@to_phone
def completion(request: OfficialRequest, key: int) -> HttpResponse:
    """Note what came of a next step; the same sent again changes nothing."""
    rows = Interaction.objects.visible_to(request.user)
    interaction = get_object_or_404(rows, pk=key)
    form = StepForm(sent(request))
    if not form.is_valid():
        return said(UNREADABLE, 422, errors=errors_of(form))
    on, result = form.cleaned_data["on"], form.cleaned_data["result"]
    done = complete_step(interaction, on=on, result=result, actor=request.user)
    return JsonResponse({"key": done.pk})
