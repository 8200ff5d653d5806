from pathlib import Path

from interfaces.demo.tour import HELPERS, MAIN_JOB, WEEK

README = (Path(__file__).parents[3] / "README.md").read_text()


def test_its_tour_is_the_one_that_is_printed() -> None:
    """README shows the very lines that `make run` prints."""
    assert f"```bash\n{HELPERS}\n\n{MAIN_JOB}\n```" in README
    assert f"```bash\n{WEEK}\n```" in README
