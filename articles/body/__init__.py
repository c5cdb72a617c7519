"""The body of an article as a document: its schema, and pure functions from and to HTML, Markdown and text."""
