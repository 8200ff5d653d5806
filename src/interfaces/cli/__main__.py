"""``python -m interfaces.cli``."""

from interfaces.cli.commands import main

main()
