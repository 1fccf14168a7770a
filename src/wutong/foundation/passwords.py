"""What a password must be made of (GB/T 22239-2019, identity: complexity)."""

from __future__ import annotations

import string
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LongEnough(MinimumLengthValidator):
    """Django's own rule; its words have no Chinese in Django 5.2."""

    def get_error_message(self) -> str:
        return f"密码太短，至少 {self.min_length} 位"

    def get_help_text(self) -> str:
        return f"密码至少 {self.min_length} 位"


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
