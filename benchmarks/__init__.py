"""Measurements, run as `python -m benchmarks.NAME`; docs/benchmarks.md tells what each prints."""
