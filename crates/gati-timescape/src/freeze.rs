//! A manifest, contract by contract.

use gati_types::{Manifest, TypeTable, UnknownKeys};

use crate::frozen::FrozenContract;

/// The contract of every handler with the named types it reaches, by the handler's id. The types
/// stand in the order of their names, so that a contract is the same text whatever else the
/// manifest holds.
pub fn freeze(manifest: &Manifest, unknown_keys: UnknownKeys) -> Vec<(String, FrozenContract)> {
    manifest
        .handlers
        .iter()
        .map(|handler| {
            let contract = handler.contract.clone();
            let roots: Vec<_> = contract.positions().map(|(_, gtype)| gtype).collect();
            let mut ids = manifest.types.reachable(roots);
            ids.sort();
            let mut types = TypeTable::default();
            for id in ids {
                if let Some(named) = manifest.types.get(id) {
                    types.insert(id.clone(), named.clone());
                }
            }
            let frozen = FrozenContract {
                frozen: 1,
                method: handler.method,
                path: handler.path.clone(),
                contract,
                types,
                docs: (!handler.docs.is_empty()).then(|| handler.docs.clone()),
                unknown_keys,
            };
            (handler.id.clone(), frozen)
        })
        .collect()
}
