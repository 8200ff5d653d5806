"""Visits that repeat."""

from dependency_injector import containers, providers

from application.scheduling.queries import GetSeries, ListSeries
from application.scheduling.series.approve_series import ApproveSeries, ApproveSeriesHandler
from application.scheduling.series.book_series import BookSeries, BookSeriesHandler
from application.scheduling.series.cancel_series import CancelSeries, CancelSeriesHandler
from application.scheduling.series.change_series_following import ChangeSeriesFollowing, ChangeSeriesFollowingHandler
from application.scheduling.series.decline_series import DeclineSeries, DeclineSeriesHandler
from application.scheduling.series.reception import SeriesReception
from infrastructure.containers.wiring import command, query


class SeriesContainer(containers.DeclarativeContainer):
    """Wires series."""

    shared = providers.DependenciesContainer()
    ports = providers.DependenciesContainer()

    reception = providers.Singleton(SeriesReception, ports.desks)

    book_series = command(
        shared, BookSeries, BookSeriesHandler, reception=reception, series=ports.series, appointments=ports.appointments
    )
    change_series_following = command(
        shared,
        ChangeSeriesFollowing,
        ChangeSeriesFollowingHandler,
        reception=reception,
        series=ports.series,
        appointments=ports.appointments,
        locks=shared.locks,
    )
    cancel_series = command(
        shared,
        CancelSeries,
        CancelSeriesHandler,
        series=ports.series,
        appointments=ports.appointments,
        desks=ports.desks,
    )
    approve_series = command(
        shared,
        ApproveSeries,
        ApproveSeriesHandler,
        series=ports.series,
        appointments=ports.appointments,
        desks=ports.desks,
        locks=shared.locks,
    )
    decline_series = command(
        shared, DeclineSeries, DeclineSeriesHandler, series=ports.series, appointments=ports.appointments
    )

    get_series = query(shared, GetSeries, ports.questions.provided.series)
    list_series = query(shared, ListSeries, ports.questions.provided.several_series)
