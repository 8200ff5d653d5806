"""The handbook for the experts: what the unit tests claim, and the examples that they went through while they ran."""
