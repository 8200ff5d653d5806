"""P14: one clinic's people cannot reach, change or even notice what is another's, by any operation.

Two walls stand between clinics, and the same matrix is tried with both, with each alone, and with none.
"""

import re

from integration.databases import Databases
from integration.http.conventions.placements import operation
from integration.http.isolation.defences import Unfiltered
from integration.http.isolation.matrix import CALENDARS, HOLDS_NOTHING_FOREIGN
from integration.http.isolation.trying import matrix
from interfaces.http.application import ROUTES

PLACES = {"path", "body", "value", "list", "filter", "cursor", "as_of", "token", "key"}
LEADS_TO_A_CLINIC = re.compile(r"\bfrom \w+_directory\b")
"""A directory is read before it is known which clinic is meant."""
BY_ITSELF = {"calendar"}
"""A link's secret opens one calendar of one clinic, whatever stands between the clinics."""


async def test_nothing_gets_from_one_clinic_to_another(databases: Databases) -> None:
    """No operation shows, tells of or changes what is another clinic's, and none is left untried."""
    tally = await matrix(databases)
    assert tally.leaks == []
    assert tally.operations | HOLDS_NOTHING_FOREIGN == {*(operation(route) for route in ROUTES), CALENDARS}
    assert set(tally.placements) == PLACES | BY_ITSELF


async def test_row_security_holds_where_the_filters_are_lost(databases: Databases) -> None:
    """Control, every statement's filter dropped: the database itself keeps the clinics apart."""
    tally = await matrix(databases, filters=False)
    assert tally.leaks == []
    assert len(Unfiltered.rewritten) >= 40
    in_a_clinic = {kept for kept in Unfiltered.kept if "clinic_id" in kept and not LEADS_TO_A_CLINIC.search(kept)}
    assert not [kept for kept in in_a_clinic if re.search(r"\bwhere\b", kept)]


async def test_the_filters_hold_where_row_security_is_off(databases: Databases) -> None:
    """Control, row-level security dropped: every statement's own filter keeps the clinics apart."""
    tally = await matrix(databases, row_security=False)
    assert tally.leaks == []


async def test_with_neither_it_leaks_everywhere(databases: Databases) -> None:
    """Control, both dropped: the matrix sees it, in every kind of place and in every way."""
    tally = await matrix(databases, filters=False, row_security=False)
    assert tally.leaky > tally.tried // 4
    assert {leak.place for leak in tally.leaks if leak.kind != "written"} == PLACES
    assert set(tally.kinds) == {"shown", "told", "written"}
