//! gati-types
