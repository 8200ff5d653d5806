"""Use cases: what an actor may ask for, and the ports through which the outside answers. Knows the domain only."""
