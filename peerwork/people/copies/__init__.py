"""Copies of somebody's whole record: taken by the person themself, or given in a records case."""
