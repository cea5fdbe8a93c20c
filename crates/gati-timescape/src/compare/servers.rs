//! Where requests go.

use super::Comparison;
use crate::api::{Address, Caller, Operation};
use crate::rules::Event;

impl Comparison {
    /// Every address that clients know has to stay one.
    pub(super) fn servers(&mut self, old: &Operation, new: &Operation) {
        let (a, b) = (&old.servers, &new.servers);
        // A manifest does not say where it is served, and nobody sends requests to webhooks.
        if a.addresses.is_empty() || b.addresses.is_empty() || new.caller == Caller::Server {
            return;
        }
        let below = (old.path.spelled(), new.path.spelled());
        let gone = |one: &&Address| {
            !b.addresses.iter().any(|other| other.takes(one, (&below.1, &below.0)))
        };
        let come = |one: &&Address| {
            !a.addresses.iter().any(|other| other.takes(one, (&below.0, &below.1)))
        };
        let text =
            |list: Vec<&Address>| list.iter().map(|one| one.text()).collect::<Vec<_>>().join(", ");
        let gone = text(a.addresses.iter().filter(gone).collect());
        let come = text(b.addresses.iter().filter(come).collect());
        // What is said of all operations alike is said once.
        let route = if a.common && b.common { "*" } else { new.route.as_str() };
        if !gone.is_empty() {
            self.event(route, Event::ServerRemoved, "/servers", (&gone, &come));
        }
        if !come.is_empty() {
            self.event(route, Event::ServerAdded, "/servers", (&gone, &come));
        }
    }
}
