from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "wutong.attract.funds"
    label = "funds"
    verbose_name = "到位资金"
