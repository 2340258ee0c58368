"""Settings, and nothing else."""
