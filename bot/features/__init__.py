"""What users see on Discord, one cog each."""
