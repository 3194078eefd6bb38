"""One importer a file. Each reads one kind of source and yields drafts; none writes anything."""
