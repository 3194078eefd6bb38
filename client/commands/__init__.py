"""The commands behind `vitrine`, one file each: `add_arguments(parser)` and `run(args) -> exit code`."""
