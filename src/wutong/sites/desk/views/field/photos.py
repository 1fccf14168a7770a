"""The photos of a visit on the desk: shown on its page, and withdrawn one by one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wutong.foundation.files.models import File
from wutong.foundation.files.operations import may_store, withdraw_file
from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.pages import pages


def withdrawal(request: OfficialRequest, key: int, file: int) -> HttpResponse:
    """Take a photo away from a visit, with the reason."""
    interaction = get_object_or_404(visible_rows(pages["interactions"], request.user), pk=key)
    if not may_store(request.user, interaction):
        raise PermissionDenied("files.withdrawn")
    photo = get_object_or_404(File.objects.of(interaction), pk=file)
    form, back = ReasonForm(request.POST or None), f"/interactions/{key}/"
    if form.is_valid():
        try:
            withdraw_file(photo, reason=form.cleaned_data["reason"], actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已撤回照片“{photo}”。")
            return redirect(back)
    context = {"title": f"撤回照片：{photo}", "form": form, "submit": "撤回", "cancel_url": back}
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)
