"""What holds for every test."""

from hypothesis import settings

# How long an example takes depends on the machine and its other work, never on the code alone.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
