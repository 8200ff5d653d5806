"""Forgetting a patient, and what keeps the clinic from it."""

from dependency_injector import containers, providers

from application.patients.erasure.approve_erasure import ApproveErasure, ApproveErasureHandler
from application.patients.erasure.examining import Examining
from application.patients.erasure.lift_legal_hold import LiftLegalHold, LiftLegalHoldHandler
from application.patients.erasure.place_legal_hold import PlaceLegalHold, PlaceLegalHoldHandler
from application.patients.erasure.queries import GetErasure, GetLegalHold, ListErasures, ListLegalHolds
from application.patients.erasure.request_erasure import RequestErasure, RequestErasureHandler
from application.patients.erasure.views import ErasureView, LegalHoldView
from application.patients.erasure.withdraw_erasure import WithdrawErasure, WithdrawErasureHandler
from domain.patients.erasure import Erasure
from domain.patients.legal_hold import LegalHold
from infrastructure.containers.patients.whose import patient_of
from infrastructure.containers.wiring import command, query
from infrastructure.memory.erasure.queries import MemoryErasureQueries
from infrastructure.memory.erasure.requests import MemoryErasures, MemoryLegalHolds
from infrastructure.memory.erasure.shredding import MemoryShredder
from infrastructure.postgres.erasure.queries import PostgresErasureQueries
from infrastructure.postgres.erasure.requests import PostgresErasures, PostgresLegalHolds
from infrastructure.postgres.erasure.shredding import PostgresShredder
from infrastructure.postgres.read_model import ReadModel
from infrastructure.postgres.tables.patients import erasure, legal_hold


class ErasureContainer(containers.DeclarativeContainer):
    """Wires erasure."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    erasure_rows = providers.Singleton(ReadModel, erasure, Erasure, ErasureView, ErasureView.of, shared.keys)
    erasures_in_memory = providers.Singleton(MemoryErasures, Erasure, shared.log, patient=patient_of)
    erasures = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresErasures, Erasure, shared.store, providers.List(erasure_rows), patient=patient_of
        ),
        memory=erasures_in_memory,
    )
    legal_hold_rows = providers.Singleton(
        ReadModel,
        legal_hold,
        LegalHold,
        LegalHoldView,
        LegalHoldView.of,
        shared.keys,
        subject=lambda view: view.patient,
    )
    legal_holds_in_memory = providers.Singleton(MemoryLegalHolds, LegalHold, shared.log, patient=patient_of)
    legal_holds = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(
            PostgresLegalHolds, LegalHold, shared.store, providers.List(legal_hold_rows), patient=patient_of
        ),
        memory=legal_holds_in_memory,
    )
    shredder = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresShredder),
        memory=providers.Singleton(MemoryShredder, shared.log),
    )
    erasure_questions = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresErasureQueries, erasure_rows, legal_hold_rows, shared.reads, shared.lists),
        memory=providers.Singleton(MemoryErasureQueries, erasures_in_memory, legal_holds_in_memory),
    )
    examining = providers.Singleton(
        Examining, ports.patients, ports.links, legal_holds, ports.open_appointments, shared.terms, shared.locks
    )

    request_erasure = command(shared, RequestErasure, RequestErasureHandler, erasures=erasures, examining=examining)
    withdraw_erasure = command(shared, WithdrawErasure, WithdrawErasureHandler, erasures=erasures)
    approve_erasure = command(
        shared,
        ApproveErasure,
        ApproveErasureHandler,
        erasures=erasures,
        patients=ports.patients,
        examining=examining,
        shredder=shredder,
    )
    place_legal_hold = command(
        shared, PlaceLegalHold, PlaceLegalHoldHandler, patients=ports.patients, holds=legal_holds, locks=shared.locks
    )
    lift_legal_hold = command(shared, LiftLegalHold, LiftLegalHoldHandler, holds=legal_holds)

    get_erasure = query(shared, GetErasure, erasure_questions.provided.erasure)
    list_erasures = query(shared, ListErasures, erasure_questions.provided.erasures)
    get_legal_hold = query(shared, GetLegalHold, erasure_questions.provided.legal_hold)
    list_legal_holds = query(shared, ListLegalHolds, erasure_questions.provided.legal_holds)
