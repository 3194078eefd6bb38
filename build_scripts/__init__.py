"""What is run ahead of time: set-up, checks, the lock. Standard library only until `.venv` exists."""
