"""Clinics, their sites and rooms, and who runs the installation."""

from dependency_injector import containers, providers

from application.identity.accounts.change_locale import ChangeLocale, ChangeLocaleHandler
from application.identity.clinics.add_room import AddRoom, AddRoomHandler
from application.identity.clinics.add_site import AddSite, AddSiteHandler
from application.identity.clinics.change_time_zone import ChangeTimeZone, ChangeTimeZoneHandler
from application.identity.clinics.close_clinic import CloseClinic, CloseClinicHandler
from application.identity.clinics.close_site import CloseSite, CloseSiteHandler
from application.identity.clinics.correct_site import CorrectSite, CorrectSiteHandler
from application.identity.clinics.open_clinic import OpenClinic, OpenClinicHandler
from application.identity.clinics.operators import Operators
from application.identity.clinics.reinstate_clinic import ReinstateClinic, ReinstateClinicHandler
from application.identity.clinics.rename_clinic import RenameClinic, RenameClinicHandler
from application.identity.clinics.rename_room import RenameRoom, RenameRoomHandler
from application.identity.clinics.retire_room import RetireRoom, RetireRoomHandler
from application.identity.clinics.set_branding import SetBranding, SetBrandingHandler
from application.identity.clinics.set_clinic_rates import SetClinicRates, SetClinicRatesHandler
from application.identity.clinics.set_clock import AdvanceClock, AdvanceClockHandler, SetClock, SetClockHandler
from application.identity.clinics.set_lock_out_terms import SetLockOutTerms, SetLockOutTermsHandler
from application.identity.clinics.set_second_factor_terms import SetSecondFactorTerms, SetSecondFactorTermsHandler
from application.identity.clinics.suspend_clinic import SuspendClinic, SuspendClinicHandler
from application.identity.queries import GetClinic, GetSignInPage
from infrastructure.containers.wiring import command, query
from infrastructure.memory.identity.expected_patients import MemoryExpectedPatients
from infrastructure.postgres.identity.expected_patients import PostgresExpectedPatients


class ClinicsContainer(containers.DeclarativeContainer):
    """Wires clinics."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    expected_patients = providers.Selector(
        shared.storage,
        postgres=providers.Singleton(PostgresExpectedPatients),
        memory=providers.Singleton(MemoryExpectedPatients, shared.log),
    )
    operators = providers.Singleton(Operators, ports.operator_accounts, ports.hasher, ports.password_policy)
    """Adds those who run the installation; for the command line."""

    open_clinic = command(
        shared,
        OpenClinic,
        OpenClinicHandler,
        clinics=ports.clinics,
        directory=ports.directory,
        invitations=ports.invitations,
    )
    suspend_clinic = command(
        shared, SuspendClinic, SuspendClinicHandler, clinics=ports.clinics, directory=ports.directory
    )
    reinstate_clinic = command(
        shared, ReinstateClinic, ReinstateClinicHandler, clinics=ports.clinics, directory=ports.directory
    )
    close_clinic = command(shared, CloseClinic, CloseClinicHandler, clinics=ports.clinics, directory=ports.directory)
    set_clinic_rates = command(
        shared, SetClinicRates, SetClinicRatesHandler, clinics=ports.clinics, directory=ports.directory
    )
    rename_clinic = command(shared, RenameClinic, RenameClinicHandler, clinics=ports.clinics)
    change_time_zone = command(shared, ChangeTimeZone, ChangeTimeZoneHandler, clinics=ports.clinics)
    change_locale = command(shared, ChangeLocale, ChangeLocaleHandler, clinics=ports.clinics)
    set_branding = command(shared, SetBranding, SetBrandingHandler, clinics=ports.clinics)
    set_lock_out_terms = command(shared, SetLockOutTerms, SetLockOutTermsHandler, clinics=ports.clinics)
    set_second_factor_terms = command(
        shared, SetSecondFactorTerms, SetSecondFactorTermsHandler, accounts=ports.accounts, clinics=ports.clinics
    )
    set_clock = command(shared, SetClock, SetClockHandler, clinics=ports.clinics)
    advance_clock = command(shared, AdvanceClock, AdvanceClockHandler, clinics=ports.clinics)
    add_site = command(shared, AddSite, AddSiteHandler, clinics=ports.clinics)
    correct_site = command(shared, CorrectSite, CorrectSiteHandler, clinics=ports.clinics)
    close_site = command(
        shared, CloseSite, CloseSiteHandler, clinics=ports.clinics, patients=expected_patients, locks=shared.locks
    )
    add_room = command(shared, AddRoom, AddRoomHandler, clinics=ports.clinics)
    rename_room = command(shared, RenameRoom, RenameRoomHandler, clinics=ports.clinics)
    retire_room = command(shared, RetireRoom, RetireRoomHandler, clinics=ports.clinics, locks=shared.locks)

    get_clinic = query(shared, GetClinic, ports.questions.provided.clinic)
    get_sign_in_page = query(shared, GetSignInPage, ports.questions.provided.sign_in_page)
