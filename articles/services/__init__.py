"""All writes of articles: verbs in gerund modules, each atomic, each with its event."""
