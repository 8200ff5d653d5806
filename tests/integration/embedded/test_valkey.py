from pathlib import Path

import redis

from infrastructure.embedded import EmbeddedValkey
from integration.embedded.launching import is_gone


def remember(server: EmbeddedValkey) -> None:
    """Write a note, and wait until it is in the file."""
    with redis.Redis.from_url(server.url) as client:
        client.set("note", "kept")
        client.execute_command("WAITAOF", 1, 0, 1000)


def recall(server: EmbeddedValkey) -> object:
    """Return the note."""
    with redis.Redis.from_url(server.url) as client:
        return client.get("note")


def setting(server: EmbeddedValkey, name: str) -> object:
    """Return one of the settings in force."""
    with redis.Redis.from_url(server.url, decode_responses=True) as client:
        return client.config_get(name)[name]


def test_a_second_start_finds_the_data(valkey: EmbeddedValkey) -> None:
    """What was written before a stop is there after the next start."""
    remember(valkey)
    valkey.stop()
    valkey.start()
    assert recall(valkey) == b"kept"


def test_a_killed_server_starts_again_with_its_data(valkey: EmbeddedValkey) -> None:
    """What reached the file survives a kill -9 of the server."""
    remember(valkey)
    valkey.kill()
    valkey.start()
    assert recall(valkey) == b"kept"


def test_nothing_is_evicted(valkey: EmbeddedValkey) -> None:
    """A job that was taken does not vanish for want of memory."""
    assert setting(valkey, "maxmemory-policy") == "noeviction"


def test_only_this_machine_is_served(valkey: EmbeddedValkey) -> None:
    """The server listens on loopback alone."""
    assert setting(valkey, "bind") == "127.0.0.1"


def test_stop_leaves_no_process(valkey: EmbeddedValkey) -> None:
    """When stop returns, the server is gone."""
    pid = valkey.pid
    valkey.stop()
    assert is_gone(pid, within_seconds=0.1)


def test_a_restart_keeps_the_port(valkey: EmbeddedValkey) -> None:
    """Clients that hold an address find the server again."""
    before = valkey.url
    valkey.stop()
    valkey.start()
    assert valkey.url == before


def test_a_path_with_spaces_is_fine(tmp_path: Path) -> None:
    """A checkout may live anywhere."""
    with EmbeddedValkey(tmp_path / "a clinic's folder" / ("deep " * 20)) as server:
        remember(server)
        assert recall(server) == b"kept"
