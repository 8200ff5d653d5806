"""No read model is forgotten: whatever a clinic has stored can be built anew from facts, or says why it cannot."""

from collections import Counter

from infrastructure.containers.row_models import KEPT, row_models, unconnected
from infrastructure.postgres.followers.catalogue import PROJECTIONS
from infrastructure.postgres.tables.everything import METADATA
from infrastructure.postgres.tables.log import INSTALLATION


def test_every_table_of_a_clinic_is_rebuilt_or_says_why_not() -> None:
    """Each is written with its facts, or follows the log, or stands on the list with its reason; and in one place."""
    with_facts = [table.name for model in row_models(unconnected()) for table in model.tables]
    following = [projection.table for projection in PROJECTIONS]
    of_clinics = [name for name, table in METADATA.tables.items() if table.info != INSTALLATION]
    assert Counter([*with_facts, *following, *KEPT]) == Counter(of_clinics)


def test_the_columns_by_which_rows_are_rebuilt_are_there() -> None:
    """A projection that names a column of no table could not take its rows away."""
    for model in row_models(unconnected()):
        for table in model.tables:
            columns = METADATA.tables[table.name].columns
            assert {table.aggregate, table.lapses or table.aggregate} <= set(columns.keys())
