from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "wutong.compliance"
    label = "compliance"
    verbose_name = "公平竞争审查"
