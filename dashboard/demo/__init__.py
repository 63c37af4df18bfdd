"""Sample data: ten made-up years in 98 municipalities, of which everything shown says *Eksempeldata*."""

from dashboard.demo.building import make
from dashboard.demo.prices import SAMPLE_PRICE_INDEX

__all__ = ["SAMPLE_PRICE_INDEX", "make"]
