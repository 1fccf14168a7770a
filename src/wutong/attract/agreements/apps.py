from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "wutong.attract.agreements"
    label = "agreements"
    verbose_name = "协议"
