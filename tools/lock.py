"""Choose the versions of every environment anew: `make lock`.

`dev` holds everything, so it is solved first and the others take its choices: a version tested is the version run.
The locks hold hashes for every platform and no address of any package index. Needs nothing but the standard library.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "uv" / "bin" / "uv"
OLDEST_PYTHON = "3.11"


def main() -> None:
    """Write `requirements/<name>.txt` for every `requirements/<name>.in` that is an environment."""
    _compile("dev")
    for name in ("run", "unit", "production", "mutants", "supply"):
        _compile(name, "--constraints", "dev.txt")
    _compile("uv")


def _compile(name: str, *options: str) -> None:
    command = [str(UV), "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt", *options]
    command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--upgrade", "--quiet"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    done = subprocess.run(command, cwd=ROOT / "requirements", stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit(f"requirements/{name}.in has no solution (above is why); mend it there and call `make lock` again.")


if __name__ == "__main__":
    main()
