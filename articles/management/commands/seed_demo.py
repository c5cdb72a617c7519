"""Fills an empty publication with demo content; with demo accounts only under the embedded start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from articles.demo import seeding
from articles.models import Article


class Command(BaseCommand):
    help = "Fills an empty publication with demo content."

    def handle(self, *args: Any, **options: Any) -> None:
        if Article.objects.exists():
            self.stdout.write(
                "There are articles already, so nothing was added: demo content is for an empty publication."
            )
            return
        with transaction.atomic():
            pieces = seeding.seed(with_accounts=settings.DEMO_ACCOUNTS)
        self.stdout.write(f"The demo publication stands: {pieces} pieces.")
