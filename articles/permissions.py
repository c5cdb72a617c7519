"""Who may do what with articles. Doors ask here; services do not."""

from __future__ import annotations

from typing import Any

from articles.models import Article


def can_write(user: Any) -> bool:
    """May come to the desk and begin articles."""
    return bool(user.is_active and user.has_perm("articles.write_articles"))


def owns(user: Any, article: Article) -> bool:
    """Began it, or is named by its draft. The same rule as `ArticleQuerySet.owned_by`."""
    author = getattr(user, "author", None)
    return article.created_by_id == user.pk or bool(author and author.pk in article.draft.author_ids)


def can_edit(user: Any, article: Article) -> bool:
    """May open, read and change the draft."""
    return can_write(user) and (user.has_perm("articles.edit_all_articles") or owns(user, article))


def can_publish(user: Any, article: Article) -> bool:
    """May publish, unpublish and schedule."""
    if not user.is_active or user.has_perm("articles.publish_all_articles"):
        return bool(user.is_active)
    return bool(user.has_perm("articles.publish_own_articles") and owns(user, article))


def can_trash(user: Any, article: Article) -> bool:
    """What readers can see, or will, may only be trashed by who may unpublish it."""
    is_public = article.status == Article.Status.PUBLISHED
    return can_edit(user, article) and (not is_public or can_publish(user, article))


def can_organise(user: Any) -> bool:
    """May manage sections, tags, series and authors."""
    return bool(user.is_active and user.has_perm("articles.organise_articles"))


def can_manage_redirects(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("articles.manage_redirects"))


def can_change_publication(user: Any) -> bool:
    """May change name, language, time zone, look and navigation."""
    return bool(user.is_active and user.has_perm("articles.change_publication"))
