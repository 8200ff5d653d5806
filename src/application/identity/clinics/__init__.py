"""The clinic itself: opened, named, furnished with sites and rooms, suspended, closed."""
