"""Statistics that hear of a new clinic soon."""

from alembic import op
from row_security import analyze_early

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    clinics = op.get_bind().exec_driver_sql("""
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id'
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped
         order by c.relname""")
    for (table,) in clinics.fetchall():
        analyze_early(table)
