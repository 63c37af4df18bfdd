"""What must not be shown because it would tell about a person: pure rules on finished numbers."""
