"""Who may manage people."""

from typing import Any


def can_manage_people(user: Any) -> bool:
    """Adding people, changing roles, deactivating."""
    return bool(user.is_active and user.has_perm("people.manage_people"))
