"""Proofs: claims that are shown under faults, each beside a control that must go red."""
