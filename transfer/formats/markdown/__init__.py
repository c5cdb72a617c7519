"""Folders of Markdown, as Jekyll and Hugo keep them, or anybody: reading files, and turning them into pieces."""
