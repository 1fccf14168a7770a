"""How the phone is answered: in JSON, also when it is refused, so that nothing it sent is lost.

A page would send whoever has signed out to the sign-in page; a phone that sends what it kept must
be told so in a way it cannot take for success.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from wutong.foundation.ui.refusals import in_words

Answer = Callable[..., HttpResponse]


def to_phone(view: Answer) -> Answer:
    """Let a view answer a phone: who is not signed in, or may not, is told in words."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return said("请重新登录后发送", 401)
        if wrong := wrong_sender(request):
            return said(wrong, 403)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return said("您的岗位不能为这个单位或场合登记，请改选后再发", 403)
        except Http404:
            return said("这条记录已不在，或不归您查看", 404)
        except Exception as error:
            if (words := in_words(error)) is None:
                raise
            return said(words, 422 if not is_busy(error) else 503)

    return answer


def is_busy(error: Exception) -> bool:
    return type(error).__name__ == "OperationalError"


def wrong_sender(request: HttpRequest) -> str:
    """Say that what is sent was noted down by another official, or ""."""
    whose = request.headers.get("X-Field-Official", "")
    if whose and whose != str(request.user.pk):
        return "这一笔是另一位用户记的，请由本人登录后发送"
    return ""


def said(words: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"words": words, **more}, status=status)


def sent(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was sent; an empty one for anything else."""
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}
