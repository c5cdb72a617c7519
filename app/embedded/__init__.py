"""The one-command start: PostgreSQL, Valkey, web, workers and beat as child processes of one launcher."""
