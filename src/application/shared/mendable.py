"""Failures that whoever runs the installation can mend."""


class Mendable(Exception):
    """What went wrong is no fault of the program: the message says what it is and what to do."""
