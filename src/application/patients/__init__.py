"""What clinics do with their registry of patients."""
