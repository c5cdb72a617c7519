"""All writes of imports: pieces through the services of articles, files through those of the library."""
