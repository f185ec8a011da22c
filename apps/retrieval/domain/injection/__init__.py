"""Sentences of a record that speak to software, or to whoever writes a draft, instead of telling of a patient."""

from apps.retrieval.domain.injection.orders import Order, orders_in, reach_of

__all__ = ["Order", "orders_in", "reach_of"]
