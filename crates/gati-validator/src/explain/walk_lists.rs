//! Lists, tuples and maps, as `collect_list.rs` and `collection.rs` write them.

use std::{borrow::Cow, collections::HashSet, fmt::Write as _};

use super::{
    Unsure,
    list::Issues,
    program::{List, Map, NodeId, Sizes, Tuple},
    walk::{Walk, add_escaped},
    words,
};
use crate::{json::Json, secrecy::Secrecy};

impl<'t> Walk<'t> {
    pub(super) fn list_fits(&mut self, list: &List, value: &Json<'_>) -> Result<bool, Unsure> {
        let Json::List(items) = value else { return Ok(false) };
        if !sizes_hold(&list.sizes, items)? {
            return Ok(false);
        }
        for item in items {
            if !self.fits(list.items, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn tuple_fits(&mut self, tuple: &Tuple, value: &Json<'_>) -> Result<bool, Unsure> {
        let Json::List(items) = value else { return Ok(false) };
        if !sizes_hold(&tuple.sizes, items)? || !has_length(tuple, items.len()) {
            return Ok(false);
        }
        for (index, node) in places(tuple, items.len()) {
            if !self.fits(node, &items[index])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn record_fits(&mut self, map: &Map, value: &Json<'_>) -> Result<bool, Unsure> {
        let Json::Object(members) = value else { return Ok(false) };
        for (key, value) in members.iter() {
            let key = Json::Text(Cow::Borrowed(key.as_ref()));
            if !self.fits(map.key, &key)? || !self.fits(map.value, value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn pairs_fit(&mut self, map: &Map, value: &Json<'_>) -> Result<bool, Unsure> {
        let Some(pairs) = pairs_of(value) else { return Ok(false) };
        for (key, value) in pairs {
            if !self.fits(map.key, key)? || !self.fits(map.value, value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn list(
        &mut self,
        list: &'t List,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let Json::List(items) = value else {
            return self.misfit(Some(value), (&list.wanted, words::TYPE), secrecy, out);
        };
        self.sizes((&list.wanted, &list.sizes), (value, items), secrecy, out)?;
        for (index, item) in items.iter().enumerate() {
            if out.is_over() {
                return Ok(());
            }
            // Most items fit, and which of them do not is asked first.
            if !self.fits(list.items, item)? {
                self.below_item(index, |walk| walk.collect(list.items, item, secrecy, out))?;
            }
        }
        Ok(())
    }

    /// Adds the issue of the first bound that is not kept.
    fn sizes(
        &self,
        (wanted, sizes): (&'t str, &'t Sizes),
        (value, items): (&Json<'_>, &[Json<'_>]),
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let said = match sizes {
            Sizes { min: Some((least, said)), .. } if items.len() < *least as usize => said,
            Sizes { max: Some((most, said)), .. } if items.len() > *most as usize => said,
            Sizes { unique: Some(said), .. } if !are_unique(items)? => said,
            _ => return Ok(()),
        };
        self.report(value, (wanted, said), secrecy, out)
    }

    pub(super) fn tuple(
        &mut self,
        tuple: &'t Tuple,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let Json::List(items) = value else {
            return self.misfit(Some(value), (&tuple.wanted, words::TYPE), secrecy, out);
        };
        self.sizes((&tuple.wanted, &tuple.sizes), (value, items), secrecy, out)?;
        if !has_length(tuple, items.len()) {
            return self.report(value, (&tuple.wanted, &tuple.length), secrecy, out);
        }
        for (index, node) in places(tuple, items.len()) {
            if out.is_over() {
                return Ok(());
            }
            let item = &items[index];
            self.below_item(index, |walk| walk.collect(node, item, secrecy, out))?;
        }
        Ok(())
    }

    pub(super) fn record(
        &mut self,
        map: &'t Map,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let Json::Object(members) = value else {
            return self.misfit(Some(value), (&map.wanted, words::TYPE), secrecy, out);
        };
        for (key, value) in members.iter() {
            if out.is_over() {
                return Ok(());
            }
            let mut piece = String::new();
            add_escaped(&mut piece, key);
            let key = Json::Text(Cow::Borrowed(key.as_ref()));
            self.below(&piece, |walk| {
                walk.collect(map.key, &key, secrecy.key(), out)?;
                walk.collect(map.value, value, secrecy.key(), out)
            })?;
        }
        Ok(())
    }

    pub(super) fn pairs(
        &mut self,
        map: &'t Map,
        value: &Json<'_>,
        secrecy: Secrecy,
        out: &mut Issues<'t>,
    ) -> Result<(), Unsure> {
        let Some(pairs) = pairs_of(value) else {
            return self.misfit(Some(value), (&map.wanted, words::TYPE), secrecy, out);
        };
        for (index, (key, value)) in pairs.into_iter().enumerate() {
            if out.is_over() {
                return Ok(());
            }
            self.below_item(index, |walk| {
                walk.below("0", |walk| walk.collect(map.key, key, secrecy, out))?;
                walk.below("1", |walk| walk.collect(map.value, value, secrecy, out))
            })?;
        }
        Ok(())
    }
}

/// The entries of a map that travels as a list of pairs.
fn pairs_of<'v, 'b>(value: &'v Json<'b>) -> Option<Vec<(&'v Json<'b>, &'v Json<'b>)>> {
    let Json::List(items) = value else { return None };
    let pair = |item: &'v Json<'b>| match item {
        Json::List(pair) => match pair.as_slice() {
            [key, value] => Some((key, value)),
            _ => None,
        },
        _ => None,
    };
    items.iter().map(pair).collect()
}

fn sizes_hold(sizes: &Sizes, items: &[Json<'_>]) -> Result<bool, Unsure> {
    let is_least = sizes.min.as_ref().is_none_or(|(least, _)| items.len() >= *least as usize);
    let is_most = sizes.max.as_ref().is_none_or(|(most, _)| items.len() <= *most as usize);
    Ok(is_least && is_most && (sizes.unique.is_none() || are_unique(items)?))
}

fn has_length(tuple: &Tuple, length: usize) -> bool {
    length >= tuple.least as usize && (tuple.rest.is_some() || length <= tuple.before.len())
}

/// What stands at each place of a tuple that has so many items.
fn places(tuple: &Tuple, length: usize) -> impl Iterator<Item = (usize, NodeId)> {
    let after = tuple.after.len();
    let before = (0..length).zip(tuple.before.iter().copied());
    let rest = tuple.rest.into_iter().flat_map(move |node| {
        (tuple.before.len()..length.saturating_sub(after)).map(move |index| (index, node))
    });
    let last = (length.saturating_sub(after)..length).zip(tuple.after.iter().copied());
    before.chain(rest).chain(last)
}

/// Whether no two items are equal, as `runtime/unique.js` asks it.
fn are_unique(items: &[Json<'_>]) -> Result<bool, Unsure> {
    let mut seen = HashSet::with_capacity(items.len());
    for item in items {
        let mut text = String::new();
        match item {
            // Among themselves numbers are compared, not written.
            Json::Number(number) => {
                let _ = write!(text, "#{:?}", number + 0.0);
            }
            _ => add_canonical(item, &mut text)?,
        }
        if !seen.insert(text) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Adds a text that is the same for equal values, and for no others.
fn add_canonical(value: &Json<'_>, into: &mut String) -> Result<(), Unsure> {
    match value {
        Json::Null => into.push('n'),
        Json::Boolean(flag) => into.push(if *flag { 't' } else { 'f' }),
        Json::Number(number) if number.is_finite() => {
            let _ = write!(into, "#{:?};", number + 0.0);
        }
        // JSON has no text for it.
        Json::Number(_) => return Err(Unsure::Number),
        Json::Text(text) => {
            let _ = write!(into, "\"{}:{text}", text.len());
        }
        Json::List(items) => {
            let _ = write!(into, "[{}:", items.len());
            for item in items {
                add_canonical(item, into)?;
            }
        }
        Json::Object(members) => {
            let _ = write!(into, "{{{}:", members.len());
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|one, other| one.0.cmp(&other.0));
            for (key, value) in sorted {
                let _ = write!(into, "{}:{key}", key.len());
                add_canonical(value, into)?;
            }
        }
    }
    Ok(())
}
