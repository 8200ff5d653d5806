"""What was given to outsiders by hand, written down."""
