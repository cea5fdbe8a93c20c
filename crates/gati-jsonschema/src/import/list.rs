//! Lists and tuples.

use gati_types::{Constraints, GType, TupleElement, TupleType};
use serde_json::{Map, Value};

use super::{FindingKind, Importer, Place, locate::child};

type Members = Map<String, Value>;

impl<'a> Importer<'a> {
    /// The type of the lists that fit.
    pub(super) fn array(&mut self, place: &Place<'a>, members: &'a Members) -> GType {
        let least = self.count(place, members, "minItems").unwrap_or(0);
        let most = self.count(place, members, "maxItems");
        let unique_items = members.get("uniqueItems") == Some(&Value::Bool(true));
        let (places, rest) = self.places(place, members);
        let constraints = Constraints { unique_items, ..Constraints::default() };
        if places.is_empty() {
            let closed = rest == Some(GType::Never) || (rest.is_none() && most == Some(0));
            if closed {
                let none = GType::Tuple(TupleType { elements: Vec::new(), readonly: false });
                return if least > 0 { GType::Never } else { none };
            }
            let items = rest.unwrap_or(GType::Unknown);
            return GType::refined(
                GType::array(items),
                Constraints {
                    min_items: Some(least).filter(|least| *least > 0),
                    max_items: most,
                    ..constraints
                },
            );
        }
        tuple(places, rest, (least, most), constraints)
    }

    /// The types of the fixed places, and of those behind them where it was said.
    fn places(&mut self, place: &Place<'a>, members: &'a Members) -> (Vec<GType>, Option<GType>) {
        let (keyword, list, behind) = match (members.get("prefixItems"), members.get("items")) {
            (Some(Value::Array(list)), _) => ("prefixItems", list, "items"),
            (Some(_), _) => {
                self.bad(place, "prefixItems", "a list of schemas");
                return (Vec::new(), None);
            }
            (None, Some(Value::Array(list))) => ("items", list, "additionalItems"),
            (None, Some(items)) => {
                let items = self.undocumented(&place.inner(items, &["items"]));
                return (Vec::new(), Some(items));
            }
            (None, None) => {
                let rest = members
                    .get("unevaluatedItems")
                    .map(|rest| self.undocumented(&place.inner(rest, &["unevaluatedItems"])));
                return (Vec::new(), rest);
            }
        };
        let places = list
            .iter()
            .enumerate()
            .map(|(index, one)| {
                self.undocumented(&place.inner(one, &[keyword, &index.to_string()]))
            })
            .collect();
        let behind = if members.contains_key(behind) { behind } else { "unevaluatedItems" };
        let rest = members.get(behind).map(|rest| self.undocumented(&place.inner(rest, &[behind])));
        (places, rest)
    }

    /// What is said about lists that types have no words for.
    pub(super) fn unsaid_of_lists(&mut self, place: &Place<'a>, members: &Members) {
        let least = members.get("minContains").and_then(Value::as_f64).unwrap_or(1.0);
        if members.contains_key("contains") && (least > 0.0 || members.contains_key("maxContains"))
        {
            let keyword = "contains".to_owned();
            self.say(child(&place.pointer, "contains"), FindingKind::NoCounterpart { keyword });
        }
    }
}

/// A list of fixed places and what may follow them, between two lengths.
fn tuple(
    places: Vec<GType>,
    rest: Option<GType>,
    (least, most): (u32, Option<u32>),
    constraints: Constraints,
) -> GType {
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
    let open = rest != Some(GType::Never) && most.is_none_or(|most| most > count);
    if most.is_some_and(|most| least > most) || (!open && least > count) {
        return GType::Never;
    }
    let kept = most.map_or(places.len(), |most| places.len().min(most as usize));
    let mut elements: Vec<TupleElement> = places
        .into_iter()
        .take(kept)
        .enumerate()
        .map(|(index, gtype)| TupleElement {
            gtype,
            optional: index >= least as usize,
            rest: false,
            label: None,
        })
        .collect();
    if open {
        elements.push(TupleElement {
            gtype: rest.unwrap_or(GType::Unknown),
            optional: false,
            rest: true,
            label: None,
        });
    }
    let constraints = Constraints {
        min_items: Some(least).filter(|least| *least > count),
        max_items: most.filter(|_| open),
        ..constraints
    };
    GType::refined(GType::Tuple(TupleType { elements, readonly: false }), constraints)
}
