from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "wutong.serve.policies"
    label = "policies"
    verbose_name = "惠企政策"
