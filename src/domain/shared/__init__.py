"""What every context's domain is written in: aggregates, facts, values, identifiers, time, money, contacts."""
