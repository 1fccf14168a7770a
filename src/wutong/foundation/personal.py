"""Personal data (个人信息): shown masked, written masked on the trail, and opened one by one.

Who opens a value whole does it by an operation, so that the trail says who saw what, and when
(个人信息保护法 arts. 6, 51).
"""

from __future__ import annotations

from typing import Any

from django.db import models

SHOWN_AHEAD, SHOWN_BEHIND = 3, 4
MASK = "****"


def masked(value: Any) -> str:
    """Return a number or address with its middle hidden: `138****5678`, `wa****@qq.com`."""
    text = str(value or "").strip()
    if not text or MASK in text:
        return text  # masked already
    name, at, host = text.partition("@")
    if at:
        return f"{name[:2]}{MASK}@{host}"
    if len(text) < SHOWN_AHEAD + len(MASK) + SHOWN_BEHIND:  # else hardly anything is hidden
        return text[:1] + MASK + (text[-2:] if len(text) > len(MASK) + 2 else "")
    return text[:SHOWN_AHEAD] + MASK + text[-SHOWN_BEHIND:]


class PersonalField(models.CharField):  # type: ignore[type-arg]
    """A person's telephone number, address of mail, and the like."""


def is_personal(field: Any) -> bool:
    return isinstance(field, PersonalField)
