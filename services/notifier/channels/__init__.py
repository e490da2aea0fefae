"""The ways out: one adapter for each provider, behind ``ports.Provider``."""
