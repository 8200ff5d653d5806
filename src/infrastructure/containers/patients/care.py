"""Who looks after a patient, and who breaks the glass."""

from dependency_injector import containers, providers

from application.patients.care.assign_provider import AssignProvider, AssignProviderHandler
from application.patients.care.break_glass import BreakTheGlass, BreakTheGlassHandler
from application.patients.care.queries import GetBreakGlass, ListBreakGlass, ListCareAssignments
from application.patients.care.review_break_glass import ReviewBreakGlass, ReviewBreakGlassHandler
from application.patients.care.unassign_provider import UnassignProvider, UnassignProviderHandler
from application.patients.care.views import BreakGlassView, CareAssignmentView
from domain.patients.break_glass import BreakGlass
from domain.patients.care_assignment import CareAssignment
from infrastructure.containers.patients.whose import patient_of
from infrastructure.containers.wiring import command, query
from infrastructure.memory.care.queries import MemoryBreakGlassQueries
from infrastructure.memory.care.team import MemoryAssignees, MemoryCareAssignments, MemoryCareTeamQueries
from infrastructure.memory.repository import MemoryRepository
from infrastructure.postgres.care.queries import PostgresBreakGlassQueries
from infrastructure.postgres.care.team import PostgresAssignees, PostgresCareAssignments, PostgresCareTeamQueries
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.repository import PostgresRepository
from infrastructure.postgres.tables.patients import break_glass, care_assignment


class CareContainer(containers.DeclarativeContainer):
    """Wires care."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    glass_rows = providers.Singleton(
        ReadModel,
        break_glass,
        BreakGlass,
        BreakGlassView,
        BreakGlassView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    glasses_in_memory = providers.Singleton(MemoryRepository, BreakGlass, shared.log, patient=patient_of)
    glasses = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresRepository, BreakGlass, shared.store, providers.List(glass_rows), patient=patient_of
        ),
        memory=glasses_in_memory,
    )
    glass_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresBreakGlassQueries, glass_rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryBreakGlassQueries, glasses_in_memory),
    )
    assignment_rows = providers.Singleton(
        ReadModel, care_assignment, CareAssignment, CareAssignmentView, CareAssignmentView.of, shared.keys
    )
    assignments_in_memory = providers.Singleton(MemoryCareAssignments, CareAssignment, shared.log, patient=patient_of)
    assignments = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresCareAssignments,
            CareAssignment,
            shared.store,
            providers.List(assignment_rows),
            patient=patient_of,
        ),
        memory=assignments_in_memory,
    )
    assignees = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresAssignees),
        memory=providers.Singleton(MemoryAssignees, shared.log),
    )
    care_team_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresCareTeamQueries, assignment_rows, shared.lists),
        memory=providers.Singleton(MemoryCareTeamQueries, assignments_in_memory, shared.log),
    )

    assign_provider = command(
        shared,
        AssignProvider,
        AssignProviderHandler,
        patients=ports.patients,
        assignments=assignments,
        assignees=assignees,
        locks=shared.locks,
    )
    unassign_provider = command(shared, UnassignProvider, UnassignProviderHandler, assignments=assignments)

    break_glass = command(
        shared, BreakTheGlass, BreakTheGlassHandler, patients=ports.patients, glasses=glasses, terms=shared.terms
    )
    review_break_glass = command(shared, ReviewBreakGlass, ReviewBreakGlassHandler, glasses=glasses)

    list_care_assignments = query(shared, ListCareAssignments, care_team_questions.provided.assignments)
    get_break_glass = query(shared, GetBreakGlass, glass_questions.provided.glass)
    list_break_glass = query(shared, ListBreakGlass, glass_questions.provided.glasses)
