"""Sentences of a record that speak to software, or to whoever writes a draft, instead of telling of a patient."""

from apps.redaction.domain.injection.kept import (
    Kept,
    kept_orders,
    orders_inside,
    orders_of,
    title_order,
    title_order_of,
)
from apps.redaction.domain.injection.orders import Order, orders_in, reach_of
from apps.redaction.domain.injection.tasks import is_doubtful

__all__ = [
    "Kept",
    "Order",
    "is_doubtful",
    "kept_orders",
    "orders_in",
    "orders_inside",
    "orders_of",
    "reach_of",
    "title_order",
    "title_order_of",
]
