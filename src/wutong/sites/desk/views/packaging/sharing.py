"""What the packaging pages have in common: who asks for what, and a form that is one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.packaging import proposals_seen
from wutong.sites.desk.queries.pages import pages


def proposal_of(request: OfficialRequest, key: int) -> Any:
    return get_object_or_404(proposals_seen(request.user), pk=key)


def reserve_of(request: OfficialRequest, key: int) -> Any:
    return get_object_or_404(visible_rows(pages["reserves"], request.user), pk=key)


def one_form(
    request: OfficialRequest,
    form: forms.Form,
    perform: Callable[[dict[str, Any]], Any],
    *,
    done: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """Show a form, or do the one thing it is for and go back; a refusal stands on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            perform(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(back)
    context |= {"form": form, "cancel_url": back}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "ui/form.html", context, status=status)
