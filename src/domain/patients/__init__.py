"""The registry: who a patient is, how they are reached, and what they agreed to."""
