import os
from pathlib import Path

import psycopg
import pytest

from infrastructure.embedded import EmbeddedPostgres
from integration.embedded.launching import is_gone


def ask(dsn: str, question: str) -> object:
    """Return the one value that answers a question."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row and row[0]


def remember(server: EmbeddedPostgres) -> None:
    """Commit a note."""
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("create table note as select 'kept' as text")


def test_the_first_start_brings_a_usable_server(postgres: EmbeddedPostgres) -> None:
    """An empty directory becomes a server that answers over TCP."""
    assert ask(postgres.dsn(), "select 6 * 7") == 42


def test_the_socket_works_too(postgres: EmbeddedPostgres) -> None:
    """Clients on this machine may take the Unix socket, which is faster."""
    dsn = f"host='{postgres.socket_folder}' port={postgres.port} user=postgres dbname=postgres"
    assert ask(dsn, "select inet_client_addr() is null") is True


def test_the_socket_is_closed_to_others(postgres: EmbeddedPostgres) -> None:
    """No other account of the machine passes into the socket's folder."""
    assert postgres.socket_folder.stat().st_mode & 0o077 == 0


def test_a_second_start_finds_the_data(postgres: EmbeddedPostgres) -> None:
    """What was committed before a stop is there after the next start."""
    remember(postgres)
    postgres.stop()
    postgres.start()
    assert ask(postgres.dsn(), "select text from note") == "kept"


def test_a_killed_server_starts_again_with_its_data(postgres: EmbeddedPostgres) -> None:
    """What was committed survives a kill -9 of the server."""
    remember(postgres)
    postgres.kill()
    postgres.start()
    assert ask(postgres.dsn(), "select text from note") == "kept"


def test_a_restart_keeps_the_port(postgres: EmbeddedPostgres) -> None:
    """Clients that hold an address find the server again."""
    before = postgres.dsn()
    postgres.stop()
    postgres.start()
    assert postgres.dsn() == before


def test_stop_leaves_no_process(postgres: EmbeddedPostgres) -> None:
    """When stop returns, the server is gone."""
    pid = postgres.pid
    postgres.stop()
    assert is_gone(pid, within_seconds=0.1)


def test_stop_leaves_no_socket(postgres: EmbeddedPostgres) -> None:
    """When stop returns, nothing of the server is left in the temporary folder."""
    folder = postgres.socket_folder
    postgres.stop()
    assert not folder.exists()


def test_the_callers_parameters_are_in_force(tmp_path: Path) -> None:
    """A test may trade durability for speed; nobody else asks for it."""
    with EmbeddedPostgres(tmp_path, {"fsync": "off"}) as server:
        assert ask(server.dsn(), "show fsync") == "off"


def test_data_are_durable_unless_asked_otherwise(postgres: EmbeddedPostgres) -> None:
    """The server of `make run` keeps what it acknowledged."""
    assert ask(postgres.dsn(), "select current_setting('fsync') || current_setting('synchronous_commit')") == "onon"


def test_its_log_repeats_no_values(postgres: EmbeddedPostgres) -> None:
    """What a constraint refused is not written down for whoever reads the server's log."""
    secret = "mia-okafor-1990"
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        connection.execute("create table person (name text unique)")
        with pytest.raises(psycopg.errors.UniqueViolation, match=secret):
            connection.execute("insert into person values (%(name)s), (%(name)s)", {"name": secret})
    told = postgres.log.read_text()
    assert "person_name_key" in told
    assert secret not in told


@pytest.mark.parametrize("extension", ["btree_gist", "pg_trgm", "citext"])
def test_the_extensions_we_build_on_are_there(postgres: EmbeddedPostgres, extension: str) -> None:
    """The exclusion of double bookings, and search, need extensions that not every build has."""
    counted = f"select count(*) from pg_available_extensions where name = '{extension}'"  # noqa: S608  our own name
    assert ask(postgres.dsn(), counted) == 1


def test_a_long_path_with_spaces_is_fine(tmp_path: Path) -> None:
    """A checkout may live anywhere, though a socket's path has a short limit."""
    with EmbeddedPostgres(tmp_path / "a clinic's folder" / ("deep " * 20) / "data") as server:
        assert ask(server.dsn(), "select 1") == 1


def test_a_strict_umask_is_fine(tmp_path: Path) -> None:
    """The server's account reaches what it needs though new files are closed to everybody else."""
    before = os.umask(0o077)
    try:
        with EmbeddedPostgres(tmp_path / "postgres") as server:
            assert ask(server.dsn(), "select 1") == 1
    finally:
        os.umask(before)


def test_the_data_are_closed_to_others(postgres: EmbeddedPostgres) -> None:
    """No other account of the machine reads the files of the database."""
    assert (postgres.directory / "data").stat().st_mode & 0o077 == 0


def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    """A first start that was cut off does not spoil the second."""
    draft = tmp_path / "data.draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18")
    with EmbeddedPostgres(tmp_path) as server:
        assert ask(server.dsn(), "select 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers for others")
def test_root_starts_the_server_as_the_owner_of_its_data(postgres: EmbeddedPostgres) -> None:
    """Data that an ordinary user made stay that user's when root starts the server on them."""
    remember(postgres)
    postgres.stop()
    owner = 12345
    for path in (postgres.directory / "data", *(postgres.directory / "data").rglob("*")):
        os.chown(path, owner, owner)
    postgres.start()
    assert ask(postgres.dsn(), "select text from note") == "kept"
    assert Path(f"/proc/{postgres.pid}").stat().st_uid == owner
