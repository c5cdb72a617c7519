"""The User: a person who signs in at the desk with an e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from people import roles


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user; without a password the person must set one by mail. Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who may do everything, the role administrator included."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        roles.assign(user, roles.ADMINISTRATOR)
        return user

    def administrators(self) -> models.QuerySet[User]:
        """Who can sign in and manage people."""
        role = models.Q(groups__name=roles.ADMINISTRATOR) | models.Q(is_superuser=True)
        return self.filter(role, is_active=True).distinct()

    def for_desk(self) -> models.QuerySet[User]:
        """Everybody with their groups, two queries: who can sign in first, then by name."""
        return self.prefetch_related("groups").order_by("-is_active", Lower("name"), "email")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Who writes, edits or runs the publication. What they may do follows from their groups."""

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=150)
    time_zone = models.CharField(max_length=64, blank=True, help_text="Empty: the publication's")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may look into Django's admin", default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]
        permissions = [("manage_people", "Can add people and change their roles")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def role(self) -> str:
        """The highest of the four roles among the user's groups, or ''."""
        names = {group.name for group in self.groups.all()}
        return next((role for role in reversed(roles.ROLES) if role in names), "")
