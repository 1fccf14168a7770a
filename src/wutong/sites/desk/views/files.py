"""Files, handed out to those who may see the record they belong to; nothing of them is run.

A picture is shown as we drew it ourselves, never as it came; a PDF as it came, in a frame that may
do nothing; everything else is only to be saved.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from wutong.foundation.files import store
from wutong.foundation.files.models import File
from wutong.foundation.files.receiving import redraw
from wutong.people.access import OfficialRequest

NOTHING = {"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": True}
FRAMED = {**NOTHING, "frame-ancestors": [SELF]}


def file_of(request: OfficialRequest, key: int) -> File:
    found: File = get_object_or_404(File.objects.visible_to(request.user), pk=key)
    return found


@require_safe
@csp_replace(NOTHING)  # type: ignore[arg-type]
def download(request: OfficialRequest, key: int) -> FileResponse:
    """Send a file as it came, to be saved."""
    file = file_of(request, key)
    return sent(store.content_name(file.digest), file.media_type, file.served_name, save=True)


@require_safe
@xframe_options_sameorigin
@csp_replace(FRAMED)  # type: ignore[arg-type]
def inline(request: OfficialRequest, key: int) -> FileResponse:
    """Send a PDF to be shown in a frame of our own pages."""
    file = file_of(request, key)
    if file.type.code != "pdf":
        raise Http404
    return sent(store.content_name(file.digest), file.media_type, file.served_name, save=False)


@require_safe
@csp_replace(NOTHING)  # type: ignore[arg-type]
def picture(request: OfficialRequest, key: int, size: str) -> FileResponse:
    """Send our own picture of a file: of a PDF, its first page."""
    file = file_of(request, key)
    if not file.type.is_drawn:
        raise Http404
    name = store.picture_name(file.digest, size)
    if not store.store().exists(name):
        redraw(file.digest, file.media_type)
    return sent(name, "image/jpeg", f"{file.name}.jpg", save=False)


def sent(name: str, media_type: str, called: str, *, save: bool) -> FileResponse:
    try:
        content: Any = store.opened(name)
    except FileNotFoundError as error:
        raise Http404 from error
    reply = FileResponse(content, as_attachment=save, filename=called, content_type=media_type)
    reply["X-Content-Type-Options"] = "nosniff"
    reply["Cross-Origin-Resource-Policy"] = "same-origin"
    reply["Cache-Control"] = "private, no-store" if save else "private, max-age=300"
    return reply
