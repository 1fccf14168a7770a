from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "wutong.sites.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from wutong.foundation.ui.menu import Entry, register
        from wutong.sites.desk.queries.pages import pages

        autodiscover_modules("operations")  # so that every kind of record knows who keeps it
        register(Entry("首页", "home", "home", "首页", 0))
        for page in pages.values():
            if page.group:
                register(Entry(page.title, page.slug, page.icon, page.group, page.order))
        register(Entry("全部台账", "records", "list-details", "数据", 90))
        register(Entry("关账", "months", "calendar-check", "调度", 5))
        register(Entry("账号", "officials", "users", "系统", 20, administers))
        register(Entry("岗位", "roles", "shield", "系统", 30, administers))
        register(Entry("留痕", "trail", "history", "系统", 40, lambda o: o.holds("trail.read")))


def administers(official: object) -> bool:
    may = official.may  # type: ignore[attr-defined]
    return bool(may("accounts.keep") or may("people.keep"))
