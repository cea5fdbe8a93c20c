//! gati-router
