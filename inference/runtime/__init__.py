"""Where every local model runs: jobs for engines in processes of their own, planned by a scheduler that is pure."""
