"""What happens when somebody asks, reviews or decides, without Discord."""
