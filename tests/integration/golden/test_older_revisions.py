"""What an older release stored says today what it meant then."""

from uuid import UUID

import msgspec
import pytest

from domain.patients.consent import ConsentMethod
from domain.patients.patient import Patient
from infrastructure.facts.catalogue import REGISTRY
from infrastructure.facts.codec import Codec
from integration.examples import RECORDED_AT
from integration.golden.files import path_of, read

CONSENT_GIVEN = "patients.patient.consent-given"
STREAM = UUID(int=1)
ACCOUNT = {"by": "account", "account": "5f0c1b5e-6f0a-4c53-9d55-6a2f0d5f3c12"}


@pytest.mark.parametrize(
    ("given_by", "how"),
    [(ACCOUNT, ConsentMethod.ONLINE), ({"by": "patient"}, None)],
    ids=["signed in", "told to the clinic"],
)
def test_how_a_consent_was_given(given_by: dict[str, str], how: ConsentMethod | None) -> None:
    """Before the way of consenting was written down, an account spoke online, and of others it is not known."""
    stored = read(path_of(CONSENT_GIVEN, 1)).clear | {"given_by": given_by}
    fact = Codec(REGISTRY).decode(
        CONSENT_GIVEN, 1, msgspec.json.encode(stored), None, stream=STREAM, version=1, at=RECORDED_AT
    )
    assert isinstance(fact, Patient.ConsentGiven)
    assert fact.how is how
