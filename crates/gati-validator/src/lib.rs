//! gati-validator
