"""The catalogue on disk: a read-only SQLite database, a content-addressed asset store, and the importers."""
