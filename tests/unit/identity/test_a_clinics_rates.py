"""How often a clinic's people may ask."""

import msgspec
import pytest

from domain.identity.clinic import Clinic
from domain.identity.clinic_rates import ClinicRates, RatesAtOdds
from unit.identity.test_a_clinic import Act, opened
from unit.spec import given

LARGE = ClinicRates(credential=1_200, clinic=60_000)
ONE_KEY_ONLY = ClinicRates(credential=6_000)
THE_INSTALLATIONS = ClinicRates()

rated = Clinic.RatesSet(rates=LARGE)
withdrawn = Clinic.RatesSet(rates=THE_INSTALLATIONS)


def setting(rates: ClinicRates) -> Act:
    """Let the clinic's people ask so often."""
    return lambda clinic: clinic.set_rates(rates)


def test_rates_of_its_own() -> None:
    """A large clinic may ask more often than others: each of its people, all of them together, or only either."""
    given(Clinic, opened).when(setting(LARGE)).then(rated)
    given(Clinic, opened, rated).when(setting(ONE_KEY_ONLY)).then(Clinic.RatesSet(rates=ONE_KEY_ONLY))


def test_the_same_rates() -> None:
    """The same rates again change nothing; nor does leaving it to the installation where nothing was set."""
    given(Clinic, opened, rated).when(setting(LARGE)).then()
    given(Clinic, opened).when(setting(THE_INSTALLATIONS)).then()


def test_rates_withdrawn() -> None:
    """A clinic's own rates can be taken back: then the installation's hold again."""
    given(Clinic, opened, rated).when(setting(THE_INSTALLATIONS)).then(withdrawn)


def test_one_person_more_than_all() -> None:
    """No one may ask more often than the whole clinic: the larger rate would never be reached."""
    given(Clinic, opened).when(setting(ClinicRates(credential=601, clinic=600))).then_rejected(RatesAtOdds)
    level = ClinicRates(credential=600, clinic=600)
    given(Clinic, opened).when(setting(level)).then(Clinic.RatesSet(rates=level))


@pytest.mark.parametrize(
    "rates", [{"credential": 59}, {"credential": 100_001}, {"clinic": 599}, {"clinic": 10_000_001}]
)
def test_no_clinic_is_shut_out_by_its_rate(rates: dict[str, int]) -> None:
    """A rate is one request a second at least for one person, ten for a clinic; nor so high that it bounds nothing."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(rates, ClinicRates)
