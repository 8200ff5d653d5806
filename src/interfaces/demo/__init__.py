"""A clinic to try things on: opened and filled by the application's own commands, at times of a story's own."""
