//! Sets of strings: values, or a length, patterns and formats that all hold.

use std::collections::BTreeSet;

use crate::language::{Answer, Language, Languages, Part, search};

use super::Numbers;

/// What every text is, so that automata are not asked about bytes that are none.
const EVERY_TEXT: &str = "^[^]*$";
/// More than the texts of any set of numbers.
const NUMBER_TEXT: &str = r"^-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$";
const WHOLE_TEXT: &str = r"^-?[0-9]+(?:\.0+)?(?:[eE][+-]?[0-9]+)?$";

/// A set of strings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Texts {
    /// These alone; the other conditions hold of them too.
    pub(crate) only: Option<BTreeSet<String>>,
    /// Lengths count code points.
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    /// ECMAScript patterns, each of which matches somewhere; sorted.
    pub(crate) patterns: Vec<String>,
    /// Names of sets of strings; sorted.
    pub(crate) formats: Vec<String>,
}

/// Why a set is not within another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outside {
    /// Because of this one.
    Text(String),
    /// It may be; nobody knows.
    Unknown,
}

impl Texts {
    pub(crate) fn any() -> Self {
        Self::default()
    }

    pub(crate) fn only(values: impl IntoIterator<Item = String>) -> Self {
        Self { only: Some(values.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn is_any(&self) -> bool {
        *self == Self::default()
    }

    /// Drops what every text matches and values that do not fit; `None` where nothing is left.
    pub(crate) fn normal(mut self, languages: &Languages) -> Option<Self> {
        self.patterns.sort_unstable();
        self.patterns.dedup();
        self.formats.sort_unstable();
        self.formats.dedup();
        self.patterns.retain(|pattern| !matches_all(pattern, languages));
        if self.max.is_some_and(|max| max < self.min) {
            return None;
        }
        if let Some(values) = self.only.take() {
            let rest = self.clone();
            let kept: BTreeSet<String> = values
                .into_iter()
                .filter(|value| rest.has(value, languages) != Some(false))
                .collect();
            if kept.is_empty() {
                return None;
            }
            let certain = kept.iter().all(|value| rest.has(value, languages) == Some(true));
            let base = if certain { Self::default() } else { rest };
            return Some(Self { only: Some(kept), ..base });
        }
        Some(self)
    }

    /// What is in both.
    pub(crate) fn meet(&self, other: &Self, languages: &Languages) -> Option<Self> {
        let only = match (&self.only, &other.only) {
            (Some(left), Some(right)) => Some(left.intersection(right).cloned().collect()),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let max = match (self.max, other.max) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (one, other) => one.or(other),
        };
        let joined =
            |left: &[String], right: &[String]| left.iter().chain(right).cloned().collect();
        Self {
            only,
            min: self.min.max(other.min),
            max,
            patterns: joined(&self.patterns, &other.patterns),
            formats: joined(&self.formats, &other.formats),
        }
        .normal(languages)
    }

    /// Whether the text is in the set, where that can be told.
    pub(crate) fn has(&self, text: &str, languages: &Languages) -> Option<bool> {
        if self.only.as_ref().is_some_and(|only| !only.contains(text)) {
            return Some(false);
        }
        let length = text.chars().count() as u64;
        if length < self.min || self.max.is_some_and(|max| length > max) {
            return Some(false);
        }
        let mut certain = true;
        for pattern in &self.patterns {
            match languages.matches(pattern, text) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => certain = false,
            }
        }
        for format in &self.formats {
            match crate::formats::holds(format, text) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => certain = false,
            }
        }
        certain.then_some(true)
    }

    /// Whether every text is in one of `others`.
    pub(crate) fn within(&self, others: &[&Self], languages: &Languages) -> Result<(), Outside> {
        if let Some(values) = &self.only {
            return values_within(values, others, languages);
        }
        if others.iter().any(|other| self.plainly_within(other)) {
            return Ok(());
        }
        let simple = |set: &&Self| {
            set.only.is_none() && set.patterns.is_empty() && set.formats == self.formats
        };
        if others.iter().all(simple) && self.patterns.is_empty() && self.covered_by_length(others) {
            return Ok(());
        }
        if let Some(answer) = self.searched(others, languages) {
            return answer;
        }
        let mut doubtful = false;
        for sample in self.samples(languages) {
            let says: Vec<Option<bool>> =
                others.iter().map(|other| other.has(&sample, languages)).collect();
            if says.iter().all(|one| *one == Some(false)) {
                return Err(Outside::Text(sample));
            }
            doubtful |= says.contains(&None);
        }
        let _ = doubtful;
        Err(Outside::Unknown)
    }

    /// Each condition of `other` is one of these, word for word.
    fn plainly_within(&self, other: &Self) -> bool {
        other.only.is_none()
            && other.min <= self.min
            && other.max.is_none_or(|max| self.max.is_some_and(|own| own <= max))
            && other.patterns.iter().all(|pattern| self.patterns.contains(pattern))
            && other
                .formats
                .iter()
                .all(|format| self.formats.iter().any(|own| crate::formats::implies(own, format)))
    }

    fn covered_by_length(&self, others: &[&Self]) -> bool {
        let mut next = self.min;
        loop {
            let reach = others
                .iter()
                .filter(|other| other.min <= next && other.max.is_none_or(|max| max >= next))
                .map(|other| other.max)
                .max_by_key(|max| max.unwrap_or(u64::MAX));
            match reach {
                None => return false,
                Some(None) => return true,
                Some(Some(max)) if self.max.is_some_and(|own| own <= max) => return true,
                Some(Some(max)) => next = max + 1,
            }
        }
    }

    /// Decided on the product of all automata, where everything has one.
    fn searched(&self, others: &[&Self], languages: &Languages) -> Option<Result<(), Outside>> {
        let required = self.parts(languages);
        let mut asked: Vec<Part> = Vec::new();
        let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
        for other in others {
            // What cannot be said as an automaton accepts nothing here: the answer stays sound.
            let Some(parts) = other.exact_parts(self, languages) else { continue };
            groups.push(asked.len()..asked.len() + parts.len());
            asked.extend(parts);
        }
        let outside =
            |says: &[bool]| !groups.iter().any(|group| says[group.clone()].iter().all(|yes| *yes));
        match search(&required.parts, &asked, outside) {
            Answer::Nothing => Some(Ok(())),
            Answer::Text(text) => {
                let certain = self.has(&text, languages) == Some(true)
                    && others.iter().all(|other| other.has(&text, languages) == Some(false));
                certain.then_some(Err(Outside::Text(text)))
            }
            Answer::TooLarge => None,
        }
    }

    /// Automata of what has one: together they accept at least this set.
    fn parts(&self, languages: &Languages) -> Parts {
        let mut parts: Vec<Part> = Vec::new();
        parts.extend(languages.of(EVERY_TEXT).map(Part::Language));
        let mut exact = self.formats.is_empty();
        for pattern in &self.patterns {
            match languages.of(pattern) {
                Some(language) => parts.push(Part::Language(language)),
                None => exact = false,
            }
        }
        if self.min > 0 || self.max.is_some() {
            parts.push(Part::Length { least: self.min, most: self.max });
        }
        Parts { parts, exact }
    }

    /// Automata that together accept this set among the texts of `within`.
    fn exact_parts(&self, within: &Self, languages: &Languages) -> Option<Vec<Part>> {
        if let Some(values) = &self.only {
            let language = Languages::of_values(values.iter().map(String::as_str))?;
            return (self.patterns.is_empty() && self.formats.is_empty())
                .then(|| vec![Part::Language(language)]);
        }
        let rest = Self {
            formats: Vec::new(),
            patterns: self
                .patterns
                .iter()
                .filter(|pattern| !within.patterns.contains(pattern))
                .cloned()
                .collect(),
            ..self.clone()
        };
        let formats_hold = self
            .formats
            .iter()
            .all(|format| within.formats.iter().any(|own| crate::formats::implies(own, format)));
        let Parts { parts, exact } = rest.parts(languages);
        (exact && formats_hold).then_some(parts)
    }

    /// Some texts of the set that are certainly in it, short ones first.
    pub(crate) fn samples(&self, languages: &Languages) -> Vec<String> {
        if self.patterns.is_empty() {
            return self.searched_samples(languages);
        }
        languages.remembered(&format!("{self:?}"), || self.searched_samples(languages))
    }

    fn searched_samples(&self, languages: &Languages) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        if let Some(values) = &self.only {
            found.extend(values.iter().cloned());
        } else {
            for format in &self.formats {
                found
                    .extend(crate::formats::examples(format).iter().map(|text| (*text).to_owned()));
            }
            if !self.patterns.is_empty() {
                let parts = self.parts(languages).parts;
                for more in 0..4_u64 {
                    let mut parts = parts.clone();
                    let least = self.min + more;
                    parts.push(Part::Length { least, most: None });
                    match search(&parts, &[], |_| true) {
                        Answer::Text(text) => found.push(text),
                        Answer::Nothing | Answer::TooLarge => break,
                    }
                }
            }
            let fill = |letter: &str, count: u64| {
                letter.repeat(usize::try_from(count.min(4096)).unwrap_or(0))
            };
            found.push(fill("a", self.min));
            for letter in ["a", "Z", "0", " ", "é", "~"] {
                found.push(fill(letter, self.min.max(1)));
                found.extend(self.max.map(|max| fill(letter, max)));
                found.push(fill(letter, self.min + 1));
            }
            found
                .extend(["", "b", "text", "A1", "x y", "12345", "true", "null"].map(str::to_owned));
        }
        let mut seen = BTreeSet::new();
        found.retain(|text| self.has(text, languages) == Some(true) && seen.insert(text.clone()));
        found
    }

    /// Whether nothing is in both, as far as automata can tell.
    pub(crate) fn misses(&self, other: &Self, languages: &Languages) -> bool {
        let Some(both) = self.meet(other, languages) else { return true };
        if both.only.is_some() {
            return false;
        }
        if both.patterns.is_empty() {
            return both.formats.len() > 1 && crate::formats::apart(&both.formats);
        }
        search(&both.parts(languages).parts, &[], |_| true) == Answer::Nothing
    }
}

struct Parts {
    parts: Vec<Part>,
    /// Whether they accept nothing but the set.
    exact: bool,
}

fn values_within(
    values: &BTreeSet<String>,
    others: &[&Texts],
    languages: &Languages,
) -> Result<(), Outside> {
    let mut answer = Ok(());
    for value in values {
        let says: Vec<Option<bool>> =
            others.iter().map(|other| other.has(value, languages)).collect();
        if says.contains(&Some(true)) {
            continue;
        }
        if says.contains(&None) {
            answer = Err(Outside::Unknown);
        } else {
            return Err(Outside::Text(value.clone()));
        }
    }
    answer
}

/// Whether the texts of `numbers` are all within one of `others`.
pub(crate) fn numbers_as_text_within(
    numbers: &Numbers,
    others: &[&Texts],
    languages: &Languages,
) -> bool {
    if others.iter().any(|other| other.is_any()) {
        return true;
    }
    let whole = numbers.grid().is_some();
    let Some(language) = languages.of(if whole { WHOLE_TEXT } else { NUMBER_TEXT }) else {
        return false;
    };
    others.iter().any(|other| {
        let Some(parts) = other.exact_parts(&Texts::any(), languages) else { return false };
        let required = [Part::Language(std::rc::Rc::clone(&language))];
        search(&required, &parts, |says| !says.iter().all(|yes| *yes)) == Answer::Nothing
    })
}

fn matches_all(pattern: &str, languages: &Languages) -> bool {
    if matches!(pattern, "" | ".*" | "^" | "$") {
        return true;
    }
    // A look at two texts spares the search for nearly all patterns.
    let Some(language): Option<std::rc::Rc<Language>> = languages.of(pattern) else { return false };
    if !language.accepts("") || !language.accepts("\n\u{0}a~") {
        return false;
    }
    let Some(every) = languages.of(EVERY_TEXT) else { return false };
    search(&[Part::Language(every)], &[Part::Language(language)], |says| !says[0])
        == Answer::Nothing
}
