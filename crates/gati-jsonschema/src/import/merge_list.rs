//! What two lists have in common.

use gati_types::{GType, TupleElement, TupleType};

use super::Importer;

/// A list as its first places and what may follow them.
struct Places<'a> {
    first: Vec<&'a TupleElement>,
    rest: Option<&'a GType>,
}

impl<'a> Places<'a> {
    /// `None` for a tuple with places behind its rest.
    fn of(gtype: &'a GType) -> Option<Self> {
        match gtype {
            GType::Array(array) => Some(Self { first: Vec::new(), rest: Some(&array.items) }),
            GType::Tuple(tuple) => {
                let fixed = tuple.elements.iter().take_while(|element| !element.rest).count();
                if fixed + 1 < tuple.elements.len() {
                    return None;
                }
                let rest = tuple.elements.get(fixed).map(|element| &element.gtype);
                Some(Self { first: tuple.elements[..fixed].iter().collect(), rest })
            }
            _ => None,
        }
    }

    /// What stands at a place, and whether it may be missing; `None` where nothing may stand.
    fn at(&self, place: usize) -> Option<(&'a GType, bool)> {
        match self.first.get(place) {
            Some(element) => Some((&element.gtype, element.optional)),
            None => self.rest.map(|rest| (rest, true)),
        }
    }

    fn least(&self) -> usize {
        self.first.iter().filter(|element| !element.optional).count()
    }
}

impl Importer<'_> {
    /// The list that both describe.
    pub(super) fn common_list(&mut self, left: &GType, right: &GType) -> GType {
        let (Some(one), Some(other)) = (Places::of(left), Places::of(right)) else {
            return self.unmergeable(left, right);
        };
        let least = one.least().max(other.least());
        let mut elements = Vec::new();
        let mut open = true;
        for place in 0..one.first.len().max(other.first.len()) {
            let common = match (one.at(place), other.at(place)) {
                (Some((left, _)), Some((right, _))) => self.intersect(left, right),
                _ => GType::Never,
            };
            if common == GType::Never {
                open = false;
                break;
            }
            let label = one.first.get(place).and_then(|element| element.label.clone());
            let optional = place >= least;
            elements.push(TupleElement { gtype: common, optional, rest: false, label });
        }
        if elements.len() < least {
            return GType::Never;
        }
        let rest = match (one.rest, other.rest) {
            (Some(left), Some(right)) if open => self.intersect(left, right),
            _ => GType::Never,
        };
        if rest != GType::Never {
            if elements.is_empty() {
                return GType::array(rest);
            }
            elements.push(TupleElement { gtype: rest, optional: false, rest: true, label: None });
        }
        GType::Tuple(TupleType { elements, readonly: false })
    }
}
