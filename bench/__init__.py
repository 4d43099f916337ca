"""What is fast, measured: `make bench` prints the goals of docs/performance.md, each beside its yardstick."""
