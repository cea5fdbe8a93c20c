//! Which member of one side is which of the other: by name, by decision, and what is worth asking.

use gati_types::{ObjectType, Property};

use super::{
    assign::assign,
    likeness::{self, Pair},
    moves::Moved,
    place::{Place, Places},
    planner::Planner,
    question::Candidate,
};
use crate::transform::simplify::Way;

impl<'a> Planner<'a> {
    /// Members that go on, by both names.
    pub(super) fn pair(
        &mut self,
        (source, target): (&'a ObjectType, &'a ObjectType),
        places: &Places,
        moved: &[Moved],
        covered: &[String],
    ) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for property in &source.properties {
            let to = self.renamed_member(&property.name, places);
            if to != property.name && target.property(&to).is_some() {
                pairs.push((property.name.clone(), to));
            }
        }
        for property in &source.properties {
            let name = &property.name;
            let taken = pairs.iter().any(|(from, to)| from == name || to == name)
                || moved.iter().any(|one| one.from == [name.clone()] || one.to == [name.clone()])
                || covered.contains(name);
            if !taken && target.property(name).is_some() {
                pairs.push((name.clone(), name.clone()));
            }
        }
        let gone: Vec<&'a Property> = source
            .properties
            .iter()
            .filter(|one| {
                !pairs.iter().any(|(from, _)| *from == one.name)
                    && !moved.iter().any(|moved| moved.from[0] == one.name)
                    && !self.taken.contains(&places.source.child(&one.name).positioned())
            })
            .collect();
        let new: Vec<&'a Property> = target
            .properties
            .iter()
            .filter(|one| {
                !pairs.iter().any(|(_, to)| *to == one.name)
                    && !moved.iter().any(|moved| moved.to[0] == one.name)
                    && !covered.contains(&one.name)
                    && !self.provided.contains(&places.target.child(&one.name).positioned())
            })
            .collect();
        self.look_alike((&gone, &new), (source, target), &pairs, places);
        self.look_moved(&gone, &new, places);
        pairs
    }

    /// Asks which of what is gone is which of what is new.
    fn look_alike(
        &mut self,
        (gone, new): (&[&'a Property], &[&'a Property]),
        (source, target): (&'a ObjectType, &'a ObjectType),
        pairs: &[(String, String)],
        places: &Places,
    ) {
        let mut alike: Vec<Vec<bool>> = Vec::new();
        for one in gone {
            let row = new.iter().map(|other| self.is_same(&one.gtype, &other.gtype)).collect();
            alike.push(row);
        }
        let scores: Vec<Vec<f64>> = gone
            .iter()
            .enumerate()
            .map(|(row, one)| {
                let in_row = alike[row].iter().filter(|same| **same).count();
                new.iter()
                    .enumerate()
                    .map(|(column, other)| {
                        if !alike[row][column] || self.is_apart(one, other, places) {
                            return 0.0;
                        }
                        let in_column = alike.iter().filter(|row| row[column]).count();
                        let (old, new) = match self.way {
                            Way::Up => (*one, *other),
                            Way::Down => (*other, *one),
                        };
                        likeness::score(&Pair {
                            old,
                            new,
                            only: in_row == 1 && in_column == 1,
                            neighbours: neighbours(one, other, source, target, pairs),
                        })
                    })
                    .collect()
            })
            .collect();
        for (row, column) in assign(&scores).into_iter().enumerate() {
            let Some(column) = column else { continue };
            let score = scores[row][column];
            if score >= likeness::WORTH_ASKING {
                let names = (gone[row].name.as_str().into(), new[column].name.as_str().into());
                let place = self.old(places).clone();
                self.confirm(&place, Candidate::Rename, self.in_order(names), score);
            }
        }
    }

    fn is_apart(&self, source: &Property, target: &Property, places: &Places) -> bool {
        let (old, new) = match self.way {
            Way::Up => (source, target),
            Way::Down => (target, source),
        };
        let place = self.old(places);
        self.decisions
            .apart
            .iter()
            .any(|one| place.is(&one.at) && one.from == old.name && one.to == new.name)
    }

    /// What a member of the source is called in the target.
    pub(crate) fn renamed_member(&self, name: &str, places: &Places) -> String {
        let place = self.old(places);
        let found = self.decisions.renames.iter().find(|one| {
            place.is(&one.at)
                && match self.way {
                    Way::Up => one.from == name,
                    Way::Down => one.to == name,
                }
        });
        match (found, self.way) {
            (Some(one), Way::Up) => one.to.clone(),
            (Some(one), Way::Down) => one.from.clone(),
            (None, _) => self.renamed_tag(name, place).unwrap_or(name).to_owned(),
        }
    }

    /// The same of what tells the alternative apart that is being planned.
    fn renamed_tag(&self, name: &str, place: &Place) -> Option<&str> {
        let at = place.positioned();
        let told = self.told.iter().rev().find(|told| told.place == at)?;
        let (old, new) = (told.member.0.as_str(), told.member.1.as_str());
        match self.way {
            Way::Up => (old == name).then_some(new),
            Way::Down => (new == name).then_some(old),
        }
    }
}

/// Whether two members stand between the same members.
fn neighbours(
    one: &Property,
    other: &Property,
    source: &ObjectType,
    target: &ObjectType,
    pairs: &[(String, String)],
) -> bool {
    let around = |object: &ObjectType, name: &str| {
        let at = object.properties.iter().position(|property| property.name == name)?;
        let before = at.checked_sub(1).map(|at| object.properties[at].name.clone());
        let after = object.properties.get(at + 1).map(|property| property.name.clone());
        Some((before, after))
    };
    let paired = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => pairs.iter().any(|(from, to)| from == one && to == other),
        (None, None) => true,
        _ => false,
    };
    match (around(source, &one.name), around(target, &other.name)) {
        (Some(first), Some(second)) => paired(&first.0, &second.0) || paired(&first.1, &second.1),
        _ => false,
    }
}
