"""The schema, as SQLAlchemy metadata; migrations and list queries are made from it.

Every table of a clinic begins with ``clinic_id`` and has row-level security forced; the few tables of the
installation say so with ``info={"installation": True}``.
"""
