//! What holds of objects.

use gati_types::assertion::Assertion;

use super::{
    BytesCheck, Undecided,
    fits::{Found, Place, Rule, Seen},
};
use crate::{
    assertion::facts::Looks,
    json::{Json, Members},
};

impl BytesCheck {
    pub(super) fn members<'v>(
        &self,
        rule: Rule<'_>,
        members: &'v Members<'_>,
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let object = &rule.schema.object;
        let count = members.len() as u64;
        if object.min_members.is_some_and(|least| count < least)
            || object.max_members.is_some_and(|most| count > most)
            || object.required.iter().enumerate().any(|(at, name)| members.get(name, at).is_none())
        {
            return Ok(false);
        }
        for (name, others) in &object.dependent_required {
            if members.get(name, 0).is_some()
                && others.iter().any(|other| members.get(other, 0).is_none())
            {
                return Ok(false);
            }
        }
        let mut known = 0;
        for (at, (name, id)) in object.properties.iter().enumerate() {
            if let Some(value) = members.get(name, at) {
                known += 1;
                if !self.value_fits(*id, value, place.inside(), None)? {
                    return Ok(false);
                }
            }
        }
        if let Some(seen) = seen.as_deref_mut() {
            seen.every_key |= object.additional.is_some();
            if !seen.every_key {
                let names = members.iter().map(|(name, _)| name.as_ref());
                seen.keys.extend(names.filter(|name| rule.plan.known.contains(*name)));
            }
        }
        let every_key_known = known == members.len();
        if object.patterns.is_empty()
            && object.names.is_none()
            && (object.additional.is_none() || every_key_known)
        {
            return Ok(true);
        }
        for (name, value) in members.iter() {
            if !self.other(rule, (name, value), place, seen.as_deref_mut())? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What a member has to be by the look of its name, or because nothing else is said of it.
    fn other<'v>(
        &self,
        rule: Rule<'_>,
        (name, value): (&'v str, &'v Json<'_>),
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let object = &rule.schema.object;
        if let Some(id) = object.names {
            let text = Json::Text(name.into());
            if !self.value_fits(id, &text, place.inside(), None)? {
                return Ok(false);
            }
        }
        let mut matched = false;
        for ((_, id), pattern) in object.patterns.iter().zip(&rule.plan.patterns) {
            if pattern.is_in(name)? {
                matched = true;
                if let Some(seen) = seen.as_deref_mut() {
                    seen.keys.insert(name);
                }
                if !self.value_fits(*id, value, place.inside(), None)? {
                    return Ok(false);
                }
            }
        }
        match object.additional {
            Some(id) if !matched && !rule.plan.known.contains(name) => {
                self.value_fits(id, value, place.inside(), None)
            }
            _ => Ok(true),
        }
    }

    pub(super) fn dependents<'v>(
        &self,
        schema: &Assertion,
        value: &'v Json<'_>,
        place: Place,
        mut seen: Option<&mut Seen<'v>>,
    ) -> Found {
        let Json::Object(members) = value else { return Ok(true) };
        for (name, id) in &schema.object.dependent_schemas {
            if members.get(name, 0).is_some()
                && !self.value_fits(*id, value, place, seen.as_deref_mut())?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn left_members(
        &self,
        rule: Rule<'_>,
        members: &Members<'_>,
        place: Place,
        seen: Option<&Seen<'_>>,
    ) -> Found {
        let Rule { schema, plan } = rule;
        let Some(id) = schema.object.unevaluated else { return Ok(true) };
        let passed = |name: &str| -> Result<bool, Undecided> {
            match &plan.members_left {
                Looks::Never => Ok(false),
                Looks::Always(cover) => plan.covers(cover, name),
                Looks::Depends => {
                    Ok(seen.is_some_and(|seen| seen.every_key || seen.keys.contains(name)))
                }
            }
        };
        for (name, value) in members.iter() {
            if !passed(name)? && !self.value_fits(id, value, place.inside(), None)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
