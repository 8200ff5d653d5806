"""One visit: asked for, booked, moved, cancelled, kept or missed."""
