"""What is known of a person, under which name and for how long, and what they decide about it."""
