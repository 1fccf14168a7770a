from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wutong.foundation.audit"
    label = "audit"
    verbose_name = "留痕"
