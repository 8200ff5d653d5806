"""The outside world, technology first. Adapters of the application's ports, and the containers that wire them."""
