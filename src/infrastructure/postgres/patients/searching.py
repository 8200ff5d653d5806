"""The statement of a search: the patients that fit, each person once."""

from functools import lru_cache
from typing import Final

from infrastructure.postgres.outsiders import perhaps_shared

_LINK: Final = """
  left join lateral (
    select l.survivor from patient_link l
     where l.clinic_id = $1 and l.patient = {patient} and l.unlinked_at is null offset 0) as up on true"""

_SHOWN_BEFORE: Final = """
   and not exists (
     select from (
       select up.survivor where up.survivor is not null union all
       select down.patient from patient_link down
        where down.clinic_id = $1 and down.survivor = coalesce(up.survivor, {patient})
          and down.unlinked_at is null) as other (id)
      cross join lateral (
         select o.registered_at, o.id from patient o where o.clinic_id = $1 and o.id = other.id offset 0) as p
      where (p.registered_at, p.id) < ({key}){fits})"""
"""Leaves out whoever another record of the same person led to already."""

_KNOWN: Final = """
   and exists (
     select from subject_key k where k.clinic_id = $1 and k.subject_id = t0.id and k.wrapped is not null offset 0)"""
"""Leaves out whoever was erased; whoever looks for something does not find them, because they have no tokens."""

_HAS: Final = " and (select true from patient_token t{n} where {token} and {of} limit 1)"


@lru_cache(maxsize=1024)
def search_statement(select: str, tokens: int, rows: int, *, continued: bool, shared: bool) -> str:
    """Give the statement that finds one page, and one row more, and only then reads and joins the records.

    Tokens carry the registration's instant, so that the page is cut from an index in its order. The limit is part of
    the text, because a planner that does not know it would read every record. Of one person's linked records the first
    that fits (``matched``) leads to the one that stays (``id``); each lateral keeps the planner from joining all links.
    """
    if tokens:
        instant, patient = "t0.registered_at", "t0.patient_id"
        joined = "".join(f" join patient_token t{n} on {_token(n)} and {_of(n, patient)}" for n in range(1, tokens))
        found = f"patient_token t0{joined} {_LINK.format(patient=patient)} where {_token(0)}"
    else:
        instant, patient = "t0.registered_at", "t0.id"
        found = f"patient t0 {_LINK.format(patient=patient)} where t0.clinic_id = $1 {_KNOWN}"
    if shared:
        found += f" and {perhaps_shared(patient)}"
    key = f"{instant}, {patient}"
    if continued:
        found += f" and ({key}) > (${2 * tokens + 2}::timestamptz, ${2 * tokens + 3}::uuid)"
    fits = "".join(_HAS.format(n=n, token=_token(n), of=_of(n, "p.id", "p.registered_at")) for n in range(tokens))
    found += _SHOWN_BEFORE.format(patient=patient, key=key, fits=fits)
    return f"""
        with found as materialized (
          select {instant} as matched_at, {patient} as matched, coalesce(up.survivor, {patient}) as id
            from {found} order by {key} limit {rows + 1})
        select found.matched_at, found.matched, {select.strip().removeprefix("select")}
          join found on found.id = t.id
         where t.clinic_id = $1 order by found.matched_at, found.matched"""  # noqa: S608 - our own text


def _token(n: int) -> str:
    return f"t{n}.clinic_id = $1 and t{n}.kind = ${2 * n + 2} and t{n}.token = ${2 * n + 3}"


def _of(n: int, patient: str, registered_at: str = "t0.registered_at") -> str:
    return f"t{n}.registered_at = {registered_at} and t{n}.patient_id = {patient}"
