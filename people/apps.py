from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from people.roles import make_missing_groups

        post_migrate.connect(make_missing_groups, dispatch_uid="people.make_missing_groups")
