"""The pages of the gauges."""
