"""Every context's published facts, together."""

from typing import Final

from application.identity.publishes import PUBLISHES as IDENTITY
from application.patients.publishes import PUBLISHES as PATIENTS
from application.providers.publishes import PUBLISHES as PROVIDERS
from application.published.fact import Publishes
from application.scheduling.publishes import PUBLISHES as SCHEDULING

PUBLISHES: Final[Publishes] = {**IDENTITY, **PATIENTS, **PROVIDERS, **SCHEDULING}
