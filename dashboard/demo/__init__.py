"""Sample data: ten made-up years in 98 municipalities, of which everything shown says *Eksempeldata*."""

from dashboard.demo.building import make
from dashboard.demo.install import install

__all__ = ["install", "make"]
