"""What clinics do with their directory of providers."""
