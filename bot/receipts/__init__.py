"""What an answer quoted, shown again later, and whether the source still says so."""
