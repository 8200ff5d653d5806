"""``python -m interfaces.cli``."""

from interfaces.cli.commands import main

if __name__ == "__main__":
    main(prog_name="polyclinic")
