"""The Word: a word that some piece used, kept so that a misspelt search can be corrected."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Word(models.Model):
    """Written when a piece is indexed, never removed: what is suggested is looked for among published pieces first."""

    word = models.CharField(primary_key=True, max_length=30)
    key = models.CharField(max_length=200, help_text="The word in plain letters, compared by trigrams")

    class Meta:
        indexes = [GinIndex(OpClass("key", name="gin_trgm_ops"), name="word_key_trigrams")]

    def __str__(self) -> str:
        return self.word
