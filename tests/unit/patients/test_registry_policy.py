"""A clinic sets which wordings count and from which age patients decide."""

from domain.patients.consent import ConsentKind
from domain.patients.registry_policy import ClinicRegistryRules, ConsentText, RegistryPolicy
from unit.spec import STREAM, given

STRICT = RegistryPolicy(consent_texts=(ConsentText(kind=ConsentKind.TELEHEALTH, text_version="2030-01"),))
LATER = RegistryPolicy(adult_age=21)

adopted = ClinicRegistryRules.Adopted(policy=STRICT)


def test_the_first_policy() -> None:
    """A clinic takes up its first policy."""
    given().when(lambda: ClinicRegistryRules.adopt(STREAM, STRICT)).then(adopted)


def test_another_policy() -> None:
    """A clinic sets another policy, which counts from then on."""
    changed = ClinicRegistryRules.PolicySet(policy=LATER)
    given(ClinicRegistryRules, adopted).when(lambda rules: rules.set_policy(LATER)).then(changed)
    given(ClinicRegistryRules, adopted, changed).when(lambda rules: rules.set_policy(STRICT)).then(
        ClinicRegistryRules.PolicySet(policy=STRICT)
    )


def test_the_same_policy() -> None:
    """Setting the policy that stands changes nothing."""
    given(ClinicRegistryRules, adopted).when(lambda rules: rules.set_policy(STRICT)).then()
