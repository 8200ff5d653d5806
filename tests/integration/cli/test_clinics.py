"""The clinics of an installation."""

import pytest

from integration.cli.installation import Installation
from integration.people import Clinic
from integration.stack import Stack


async def test_clinics_are_listed(installation: Installation, clinic: Clinic, other_clinic: Clinic) -> None:
    """Every clinic by its short name and id."""
    listed = (await installation.polyclinic("clinic", "list", "--json")).document["clinics"]
    assert {(found["slug"], found["id"]) for found in listed} >= {
        (clinic.slug, str(clinic.id)),
        (other_clinic.slug, str(other_clinic.id)),
    }


async def test_a_clinic_is_shown(installation: Installation, clinic: Clinic) -> None:
    """What it is called and how large it is, by its short name or its id alike."""
    by_slug = await installation.polyclinic("clinic", "show", clinic.slug)
    by_id = await installation.polyclinic("clinic", "show", str(clinic.id))
    assert by_slug.out == by_id.out
    shown = dict(line.split(maxsplit=1) for line in by_slug.out.splitlines())
    assert (shown["name"], shown["zone"], shown["sites"]) == ("Lakeside", "UTC", "0")


async def test_an_unknown_clinic_is_told(installation: Installation) -> None:
    """A name that no clinic has ends with 1."""
    said = await installation.polyclinic("clinic", "show", "nowhere")
    assert (said.code, said.out) == (1, "")


async def test_a_new_installation_has_none(own_installation: Installation) -> None:
    """Before the first clinic there is a sentence, or an empty document."""
    assert (await own_installation.polyclinic("clinic", "list")).out == "No clinic was opened yet.\n"
    assert (await own_installation.polyclinic("clinic", "list", "--json")).document == {"clinics": []}


async def test_a_clinic_is_suspended_reinstated_and_closed(installation: Installation, stack: Stack) -> None:
    """Each verb says how the clinic stands now; what is closed stays closed."""
    clinic = await stack.open_clinic()
    for words, standing in (
        (("suspend", clinic.slug, "--reason", "payment"), "suspended"),
        (("reinstate", str(clinic.id)), "open"),
        (("close", clinic.slug, "--yes"), "closed"),
    ):
        said = await installation.polyclinic("clinic", *words, "--json")
        assert said.document == {"slug": clinic.slug, "id": str(clinic.id), "standing": standing}
    shown = await installation.polyclinic("clinic", "show", clinic.slug, "--json")
    assert shown.document["standing"] == "closed"
    again = await installation.polyclinic("clinic", "reinstate", clinic.slug)
    assert (again.code, again.out) == (1, "")
    assert "A closed clinic stays closed." in again.err


async def test_nothing_is_closed_unasked(installation: Installation, clinic: Clinic) -> None:
    """Closing is for good, so it is asked for once more."""
    said = await installation.polyclinic("clinic", "close", clinic.slug)
    assert (said.code, said.out) == (1, "")
    assert "for good?" in said.err


async def test_a_clinic_has_its_own_rates(installation: Installation, stack: Stack) -> None:
    """A rate that is named is the clinic's own, any other the installation's, and both are withdrawn by a word."""
    clinic = await stack.open_clinic()
    named = {"slug": clinic.slug, "id": str(clinic.id)}
    said = await installation.polyclinic("clinic", "rates", clinic.slug, "--credential", "1200", "--json")
    assert said.document == named | {"credential_rate": 1200, "clinic_rate": None}
    shown = await installation.polyclinic("clinic", "show", clinic.slug, "--json")
    assert (shown.document["credential_rate"], shown.document["clinic_rate"]) == (1200, None)
    withdrawn = await installation.polyclinic("clinic", "rates", str(clinic.id), "--withdraw", "--json")
    assert withdrawn.document == named | {"credential_rate": None, "clinic_rate": None}


@pytest.mark.parametrize(
    "words", [(), ("--withdraw", "--clinic", "900"), ("--credential", "1"), ("--credential", "700", "--clinic", "600")]
)
async def test_rates_that_are_not_taken(installation: Installation, clinic: Clinic, words: tuple[str, ...]) -> None:
    """No rate, or a rate and none, or one that shuts people out, or one person's above all: nothing is changed."""
    said = await installation.polyclinic("clinic", "rates", clinic.slug, *words)
    assert (said.code != 0, said.out) == (True, "")
    shown = await installation.polyclinic("clinic", "show", clinic.slug, "--json")
    assert (shown.document["credential_rate"], shown.document["clinic_rate"]) == (None, None)
