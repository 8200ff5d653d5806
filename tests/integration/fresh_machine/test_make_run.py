"""A newcomer's first minutes, as they are: new sources under a path with spaces, one command at a terminal, Ctrl-C."""

import hashlib
import json
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infrastructure.clocks import SystemClock
from infrastructure.postgres.followers.catalogue import followers
from integration.fresh_machine.newcomer import Newcomer
from integration.fresh_machine.runs import Finished, Run
from interfaces.demo.practice import ZONE
from interfaces.demo.tour import WEEK

SERVERS = {"postgres", "valkey-server"}
PASSWORDS = re.compile(r"^  ([a-z ]+?) +\S+@example\.org +(\S+)$", re.MULTILINE)
PAGES = ["Documentation", "Who may do what"]
JOB_DONE = "\ncancelled\n"
"""What the lines that do the main job print last."""


def answer(run: Run, page: str) -> tuple[str, str]:
    """Give what a printed address answers, and its status."""
    [address] = re.findall(rf"^  {page} +(\S+)$", run.terminal.printed, re.MULTILINE)
    content, _, status = run.paste(rf"curl -s -w '\n%{{http_code}}' {address}").rpartition("\n")
    return content, status


def toured(finished: Finished) -> Any:
    """Give the appointment as the pasted lines read it back, before they cancelled it."""
    job, _, _ = finished.toured.partition(JOB_DONE)
    [booked] = [line for line in job.splitlines() if '"status":"booked"' in line]
    return json.loads(booked)


def test_it_makes_its_environment_from_the_lock(newcomer: Newcomer, first: Finished) -> None:
    """Nothing but the locked packages is fetched, and the newcomer is told that this happens once."""
    assert first.run.terminal.printed.startswith("Making .venv/run from requirements/run.txt (once) ...\n")
    lock = hashlib.sha256((newcomer.checkout / "requirements" / "run.txt").read_bytes()).hexdigest()
    assert (newcomer.checkout / ".venv" / "run" / ".made-from").read_text().startswith(lock)


def test_it_shows_how_far_it_is(first: Finished) -> None:
    """Whoever waits sees what is being done and how much of it is left."""
    assert re.search(
        r"Starting PostgreSQL and Valkey \.\.\.\n.*Registering patients +\[#+\.+\] \d+/220\r"
        r".*Registering patients +\[#{30}\] 220/220\n.*Filling the calendars +\[#{30}\]",
        first.run.terminal.printed,
        re.DOTALL,
    )


def test_postgres_and_valkey_come_with_it(first: Finished) -> None:
    """Both servers are its own; the newcomer set up nothing."""
    assert first.workers >= SERVERS


def test_the_printed_lines_do_the_main_job(first: Finished) -> None:
    """Pasted as they are, they register, hold, book, move, read back and cancel."""
    assert JOB_DONE in first.toured


def test_the_printed_lines_show_a_full_week(first: Finished) -> None:
    """Pasted as they are, they find series, waits, visits that need another provider, representations and the child."""
    _, _, week = first.toured.partition(JOB_DONE)
    assert week.count('{"items":[{') == len(WEEK.splitlines())


def test_ctrl_c_leaves_no_process(first: Finished) -> None:
    """It stops all of it, and says so."""
    assert first.run.terminal.printed.endswith("Stopped. The data stays; 'make run' takes it up again.\n")
    assert first.left == {}


def test_a_second_start_fetches_and_fills_nothing(second: Run) -> None:
    """Without a network it is ready in seconds, because the environment and the clinic are there."""
    assert "Making" not in second.terminal.printed
    assert "Registering" not in second.terminal.printed


def test_the_clinic_stays(first: Finished, second: Run) -> None:
    """Every account has the password that was printed before."""
    passwords = PASSWORDS.findall(first.run.terminal.printed)
    staff = {"operator", "owner", "front desk", "clinician", "sandbox owner"}
    assert {role for role, _ in passwords} == staff | {"patient", "guardian"}
    assert PASSWORDS.findall(second.terminal.printed) == passwords


def test_what_was_booked_stays(first: Finished, second: Run) -> None:
    """An appointment from before is read back as it was left."""
    booked = toured(first)
    now = json.loads(second.paste(f"{second.sign_in}\nget appointments/{booked['id']}"))
    assert (now["status"], now["starts_at"], now["reason"]) == ("cancelled", booked["starts_at"], booked["reason"])


@pytest.mark.parametrize("page", PAGES)
def test_the_printed_pages_are_there(second: Run, page: str) -> None:
    """The documentation is served by the system itself, offline too."""
    content, status = answer(second, page)
    assert (status, content.partition("\n")[0]) == ("200", "<!doctype html>")


def test_it_is_ready(second: Run) -> None:
    """Everything that runs is looked at in one place, and found well: no second port is opened for it."""
    content, status = answer(second, "Readiness")
    told = json.loads(content)
    assert (status, told["state"]) == ("200", "ready")
    assert {name: each["state"] for name, each in told["dependencies"].items()} == {
        "database": "up",
        "redis": "up",
        "revocations": "up",
        "sequencer": "up",
        "ledger": "up",
        "anchors": "up",
        **{f"follower {follower.name}": "up" for follower in followers(SystemClock())},
    }


def test_the_verbs_find_it(newcomer: Newcomer, second: Run) -> None:
    """In another terminal the operator's verbs work on the running system, and nobody has to look up an address."""
    told = json.loads(second.paste('cd "a clinic\'s checkout"; .venv/run/bin/polyclinic doctor --json'))
    findings = {finding["subject"]: finding["state"] for finding in told["findings"]}
    assert findings["database as polyclinic_app"] == "ok", findings
    assert (newcomer.checkout / ".data" / "servers.json").stat().st_mode & 0o777 == 0o600


def test_the_followers_follow(first: Finished, second: Run) -> None:
    """What was done to an appointment stands on the day board, which only a follower writes."""
    booked = toured(first)
    day = datetime.fromisoformat(booked["starts_at"]).astimezone(ZoneInfo(ZONE)).date()
    board = json.loads(second.paste(f"{second.sign_in}\nget day-board -d day={day} -d provider={booked['provider']}"))
    assert {line["status"] for line in board["items"] if line["appointment"] == booked["id"]} == {"cancelled"}


def test_the_worker_is_there(newcomer: Newcomer, first: Finished) -> None:  # noqa: ARG001  it wrote the log
    """The log tells that the worker for jobs began."""
    log = map(json.loads, (newcomer.checkout / ".data" / "polyclinic.log").read_text().splitlines())
    assert any(line.get("log.logger") == "saq" and line["error.stack_trace"][0].endswith(" start") for line in log)
