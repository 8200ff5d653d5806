"""Where the files of the deployment are, and the tools that judge them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE = ROOT / "docker-compose.yml"


def judged(tool: str, *arguments: str | Path) -> str:
    """Run a tool of the environment and give what it found fault with; nothing where it is content."""
    command = [str(Path(sys.executable).with_name(tool)), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stdout + done.stderr) or f"{tool} said no"
