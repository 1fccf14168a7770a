from django.apps import AppConfig


class FirmsConfig(AppConfig):
    name = "wutong.attract.firms"
    label = "firms"
    verbose_name = "企业"
