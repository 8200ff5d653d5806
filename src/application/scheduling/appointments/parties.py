"""On whose side the actor of a command stands."""

from application.shared.execution import Execution
from domain.scheduling.appointments.lifecycle import Party
from domain.shared.roles import Role


def party(execution: Execution) -> Party:
    """Give the side on which somebody acts: patients for themselves, everybody else for the clinic."""
    return Party.PATIENT if execution.actor.role is Role.PATIENT else Party.CLINIC
