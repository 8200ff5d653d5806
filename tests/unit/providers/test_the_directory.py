"""How a provider comes into the directory, and what it says of them."""

import msgspec
import pytest

from domain.providers.profile import Profile
from domain.providers.provider import Provider
from domain.shared.contacts import PersonName
from domain.shared.identifiers import ProviderId
from domain.shared.values import WrongField
from unit.providers.practice import NOOR, PROFILE, added
from unit.spec import STREAM, given

MARRIED = PersonName(family="Haddad-Lee", given="Noor")
SPANISH_TOO = msgspec.structs.replace(PROFILE, languages=("en", "ar", "es"))


def test_adding_a_provider() -> None:
    """A provider stands in the directory with name, languages, specialties and the clock they work by."""
    given().when(lambda: Provider.add(ProviderId(STREAM), NOOR, PROFILE)).then(added)


@pytest.mark.parametrize(("name", "profile"), [(MARRIED, PROFILE), (NOOR, SPANISH_TOO)])
def test_changing_the_entry(name: PersonName, profile: Profile) -> None:
    """A provider's name, languages and specialties can be changed."""
    changing = given(Provider, added).when(lambda provider: provider.set_profile(name, profile))
    changing.then(Provider.ProfileSet(name=name, profile=profile))


def test_changing_nothing() -> None:
    """Saving the entry as it is changes nothing."""
    moved = Provider.ProfileSet(name=MARRIED, profile=SPANISH_TOO)
    given(Provider, added, moved).when(lambda provider: provider.set_profile(MARRIED, SPANISH_TOO)).then()


def test_each_language_once() -> None:
    """A language is named once."""
    with pytest.raises(WrongField, match=r"^name each language once$") as refused:
        Profile(zone=PROFILE.zone, languages=("en", "en"))
    assert refused.value.field == "languages"


def test_each_specialty_once() -> None:
    """A specialty is named once."""
    with pytest.raises(WrongField, match=r"^name each specialty once$") as refused:
        Profile(zone=PROFILE.zone, specialties=("cardiology", "cardiology"))
    assert refused.value.field == "specialties"
