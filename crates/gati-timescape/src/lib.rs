//! What changed between two contracts, for whom it breaks, and a value that shows it.
