//! gati-emit
