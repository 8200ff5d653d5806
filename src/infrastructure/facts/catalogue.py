"""Every fact of every context, in one registry."""

from infrastructure.facts import identity, patients, providers, scheduling
from infrastructure.facts.registry import Registry

REGISTRY = Registry((*identity.FACTS, *patients.FACTS, *providers.FACTS, *scheduling.FACTS))
