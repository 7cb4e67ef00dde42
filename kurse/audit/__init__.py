"""Whether what the tables say of courses, seats and waiting lists agrees; read only."""
