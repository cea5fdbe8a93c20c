//! gati-analyzer
