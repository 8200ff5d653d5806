"""Every fact of every context, in one registry."""

from infrastructure.facts import patients
from infrastructure.facts.registry import Registry

REGISTRY = Registry((*patients.FACTS,))
