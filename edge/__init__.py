"""The page cache in front: `tag(response, …)` says what a public answer shows and how long it may be kept."""

from edge.tagging import conditional, tag

__all__ = ["conditional", "tag"]
