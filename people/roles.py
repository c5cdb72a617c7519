"""The four roles: groups that are made with their permissions when missing, and never reset after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.management import create_permissions

if TYPE_CHECKING:
    from people.models import User

CONTRIBUTOR, AUTHOR, EDITOR, ADMINISTRATOR = ROLES = ("contributor", "author", "editor", "administrator")

_OWN = ["articles.write_articles"]
_PUBLISH_OWN = [*_OWN, "articles.publish_own_articles", "library.add_asset"]
_ALL = [
    *_PUBLISH_OWN,
    "articles.edit_all_articles",
    "articles.publish_all_articles",
    "articles.organise_articles",
    "articles.manage_redirects",
    "library.change_asset",
]
_RUN = [*_ALL, "articles.change_publication", "people.manage_people"]
PERMISSIONS = {CONTRIBUTOR: _OWN, AUTHOR: _PUBLISH_OWN, EDITOR: _ALL, ADMINISTRATOR: _RUN}


def assign(user: User, role: str) -> None:
    """Gives the user exactly one of the four roles, leaving groups of other names alone."""
    from django.contrib.auth.models import Group

    user.groups.remove(*Group.objects.filter(name__in=ROLES))
    user.groups.add(Group.objects.get(name=role))


def make_missing_groups(apps: Any = None, using: str = "default", **kwargs: Any) -> None:
    """After each migration: makes the roles that are missing. A group that exists keeps what people gave it."""
    from django.apps import apps as current
    from django.contrib.auth.models import Group, Permission

    if not {"people", "articles", "library"} <= {config.label for config in current.get_app_configs()}:
        return
    for label in ("people", "articles", "library"):
        create_permissions(current.get_app_config(label), verbosity=0, using=using)
    for role, names in PERMISSIONS.items():
        group, made = Group.objects.using(using).get_or_create(name=role)
        if made:
            pairs = [name.split(".") for name in names]
            wanted = [
                Permission.objects.using(using).get(content_type__app_label=label, codename=codename)
                for label, codename in pairs
            ]
            group.permissions.set(wanted)
