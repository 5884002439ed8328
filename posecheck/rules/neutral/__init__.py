"""Which clip or set-up gives a person's own neutral, and which parts of a clip that covers."""
