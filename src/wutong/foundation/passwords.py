"""What a password must be made of (GB/T 22239-2019, identity: complexity)."""

from __future__ import annotations

import string
from typing import Any

from django.core.exceptions import ValidationError


class ThreeKindsOfCharacters:
    """Ask for three of: capitals, small letters, digits, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        kinds = [
            any(c in string.ascii_uppercase for c in password),
            any(c in string.ascii_lowercase for c in password),
            any(c in string.digits for c in password),
            any(c not in string.ascii_letters + string.digits for c in password),
        ]
        if sum(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        return "密码须含大写字母、小写字母、数字、符号中的三种"
