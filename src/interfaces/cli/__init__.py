"""The command line: what an operator and a developer type."""

from interfaces.cli.commands import main

__all__ = ["main"]
