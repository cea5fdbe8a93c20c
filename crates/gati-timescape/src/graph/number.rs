//! Sets of numbers: values, or an interval on a grid.

use std::cmp::Ordering;

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: f64,
    /// The end itself is not in it.
    pub(crate) open: bool,
}

/// A set of numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Numbers {
    /// These alone, sorted; nothing else is said then.
    pub(crate) only: Option<Vec<f64>>,
    pub(crate) min: Option<Bound>,
    pub(crate) max: Option<Bound>,
    /// A number is a multiple of each, sorted; none is a multiple of another.
    pub(crate) steps: Vec<f64>,
}

impl Numbers {
    pub(crate) fn any() -> Self {
        Self::default()
    }

    pub(crate) fn only(mut values: Vec<f64>) -> Self {
        for value in &mut values {
            // `-0` is `0`.
            *value += 0.0;
        }
        values.sort_by(f64::total_cmp);
        values.dedup();
        Self { only: Some(values), ..Self::default() }
    }

    /// The interval, on the grid of `steps`; `None` where nothing is in it.
    pub(crate) fn interval(
        min: Option<Bound>,
        max: Option<Bound>,
        steps: Vec<f64>,
    ) -> Option<Self> {
        Self { only: None, min, max, steps }.normal()
    }

    /// The same set in its one form.
    fn normal(mut self) -> Option<Self> {
        if let Some(values) = self.only.take() {
            let kept: Vec<f64> = values.into_iter().filter(|value| self.has(*value)).collect();
            return (!kept.is_empty()).then(|| Self::only(kept));
        }
        self.steps = reduced(&self.steps);
        if let Some(grid) = self.grid() {
            self.min = self.min.map(|bound| {
                let mut value = (bound.value / grid).ceil() * grid;
                if bound.open && value <= bound.value {
                    value += grid;
                }
                Bound { value: value + 0.0, open: false }
            });
            self.max = self.max.map(|bound| {
                let mut value = (bound.value / grid).floor() * grid;
                if bound.open && value >= bound.value {
                    value -= grid;
                }
                Bound { value: value + 0.0, open: false }
            });
        }
        if let (Some(min), Some(max)) = (self.min, self.max) {
            if min.value > max.value || (min.value >= max.value && (min.open || max.open)) {
                return None;
            }
            if min.value >= max.value {
                return self.has(min.value).then(|| Self::only(vec![min.value]));
            }
        }
        Some(self)
    }

    /// The step of the grid, where all steps come to one whole number.
    pub(crate) fn grid(&self) -> Option<f64> {
        match self.steps[..] {
            [step] if step.fract() == 0.0 => Some(step),
            _ => None,
        }
    }

    pub(crate) fn has(&self, value: f64) -> bool {
        if let Some(only) = &self.only {
            return only.iter().any(|one| one.total_cmp(&(value + 0.0)) == Ordering::Equal);
        }
        let above =
            self.min.is_none_or(|min| value > min.value || (!min.open && value >= min.value));
        let below =
            self.max.is_none_or(|max| value < max.value || (!max.open && value <= max.value));
        above && below && self.steps.iter().all(|step| divides(*step, value))
    }

    /// What is in both.
    pub(crate) fn meet(&self, other: &Self) -> Option<Self> {
        let filtered = |values: &[f64], by: &Self| {
            let kept: Vec<f64> = values.iter().copied().filter(|value| by.has(*value)).collect();
            (!kept.is_empty()).then(|| Self::only(kept))
        };
        match (&self.only, &other.only) {
            (Some(values), _) => filtered(values, other),
            (None, Some(values)) => filtered(values, self),
            (None, None) => {
                let min = tighter(self.min, other.min, Ordering::Greater);
                let max = tighter(self.max, other.max, Ordering::Less);
                let steps = self.steps.iter().chain(&other.steps).copied().collect();
                Self::interval(min, max, steps)
            }
        }
    }

    /// Whether every number is in one of `others`; else one that is not, where one is found.
    pub(crate) fn within(&self, others: &[&Self]) -> Result<(), Option<f64>> {
        let outside = |value: f64| self.has(value) && !others.iter().any(|other| other.has(value));
        if let Some(values) = &self.only {
            return values.iter().find(|value| outside(**value)).map_or(Ok(()), |v| Err(Some(*v)));
        }
        let Some(gap) = self.gap(others) else { return Ok(()) };
        let found = self.candidates(gap, others).into_iter().find(|value| outside(*value));
        Err(found)
    }

    /// The first place that no interval of `others` covers.
    fn gap(&self, others: &[&Self]) -> Option<Bound> {
        let grid = self.grid();
        let mut intervals: Vec<(Bound, Bound)> = Vec::new();
        for other in others {
            if let Some(values) = &other.only {
                intervals.extend(values.iter().map(|value| {
                    let end = Bound { value: *value, open: false };
                    (end, end)
                }));
            } else if other
                .steps
                .iter()
                .all(|step| self.steps.iter().any(|own| divides(*step, *own)))
            {
                let closed = |value| Bound { value, open: false };
                intervals.push((
                    other.min.unwrap_or(closed(f64::NEG_INFINITY)),
                    other.max.unwrap_or(closed(f64::INFINITY)),
                ));
            }
        }
        intervals.sort_by(|a, b| a.0.value.total_cmp(&b.0.value).then(a.0.open.cmp(&b.0.open)));
        let mut next = self.min.unwrap_or(Bound { value: f64::NEG_INFINITY, open: false });
        for (low, high) in intervals {
            let reaches =
                low.value < next.value || (low.value <= next.value && (!low.open || next.open));
            if !reaches {
                break;
            }
            if high.value < next.value || (high.value <= next.value && next.open) {
                continue;
            }
            next = match grid {
                Some(step) if high.value.is_finite() => {
                    Bound { value: (high.value / step).floor() * step + step, open: false }
                }
                _ => Bound { value: high.value, open: !high.open },
            };
        }
        let end = self.max.unwrap_or(Bound { value: f64::INFINITY, open: false });
        let done = next.value > end.value
            || (next.value >= end.value && (next.open || end.open || next.value.is_infinite()));
        (!done).then_some(next)
    }

    /// Numbers near the gap, plain ones first.
    fn candidates(&self, gap: Bound, others: &[&Self]) -> Vec<f64> {
        let step = self.steps.iter().copied().fold(1.0, f64::max);
        let start = if gap.value.is_finite() {
            gap.value
        } else {
            // Below everything that anybody speaks of.
            let ends = others
                .iter()
                .flat_map(|other| other.min.into_iter().chain(other.max).map(|bound| bound.value));
            self.max
                .map(|bound| bound.value)
                .into_iter()
                .chain(ends)
                .chain(others.iter().filter_map(|other| other.only.as_ref()?.first().copied()))
                .fold(0.0, f64::min)
                - step * 2.0
        };
        let mut found = vec![start];
        let base = if self.steps.is_empty() { start } else { (start / step).floor() * step };
        for count in 1..64 {
            let distance = f64::from(count) * step;
            found.push(base + distance);
            if gap.value.is_infinite() {
                found.push(base - distance);
            }
        }
        for share in [0.5, 0.25, 0.1, 0.01, 1e-3, 1e-6] {
            found.push(start + share);
            if let Some(max) = self.max {
                found.push(start + (max.value - start) * share);
            }
            for other in others {
                if let Some(min) = other.min {
                    found.push(start + (min.value - start) * share);
                }
            }
        }
        found.extend([0.0, 1.5, 0.5, -1.5, 1e21, -1e21, 1e39, -1e39]);
        found
    }

    /// Some numbers of the set, the plainest first.
    pub(crate) fn samples(&self) -> Vec<f64> {
        if let Some(values) = &self.only {
            return values.clone();
        }
        let step = self.steps.iter().copied().fold(f64::NAN, f64::max);
        let mut found = vec![0.0, 1.0, 2.0, -1.0, 0.5];
        for bound in [self.min, self.max].into_iter().flatten() {
            let unit = if step.is_nan() { 1.0 } else { step };
            let base =
                if step.is_nan() { bound.value } else { (bound.value / unit).round() * unit };
            found.extend([base, base + unit, base - unit, base + unit / 2.0, base - unit / 2.0]);
        }
        if !step.is_nan() {
            found.extend([step, step * 2.0, -step, step * 3.0, step * 5.0]);
        }
        if let (Some(min), Some(max)) = (self.min, self.max) {
            found.push(f64::midpoint(min.value, max.value));
        }
        found.extend([7.0, 1.5, 100.0, -7.25, 1e10]);
        found.retain(|value| self.has(*value));
        found.dedup();
        found
    }

    /// Whether nothing is in both, as far as is plain to see.
    pub(crate) fn misses(&self, other: &Self) -> bool {
        self.meet(other).is_none()
    }
}

fn tighter(left: Option<Bound>, right: Option<Bound>, wins: Ordering) -> Option<Bound> {
    match (left, right) {
        (Some(left), Some(right)) => Some(match left.value.total_cmp(&right.value) {
            Ordering::Equal => Bound { value: left.value, open: left.open || right.open },
            order if order == wins => left,
            _ => right,
        }),
        (one, other) => one.or(other),
    }
}

/// Whether `value` is a multiple of `step`, in the sense of validators that divide.
pub(crate) fn divides(step: f64, value: f64) -> bool {
    if step <= 0.0 {
        return false;
    }
    let quotient = value / step;
    if quotient.fract() == 0.0 {
        return true;
    }
    // 0.3 is a multiple of 0.1, whatever binary fractions say.
    step.fract() != 0.0 && (quotient - quotient.round()).abs() < 1e-9 * quotient.abs().max(1.0)
}

/// Steps without those that another implies; whole ones become their least common multiple.
fn reduced(steps: &[f64]) -> Vec<f64> {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    let mut whole: Option<f64> = None;
    let mut others: Vec<f64> = Vec::new();
    for step in steps.iter().copied() {
        let fits = step.fract() == 0.0 && step < WHOLE;
        match (fits, whole) {
            (true, None) => whole = Some(step),
            (true, Some(before)) => {
                let multiple = before / greatest_divisor(before, step) * step;
                if multiple < WHOLE {
                    whole = Some(multiple);
                } else {
                    others.push(step);
                }
            }
            (false, _) => others.push(step),
        }
    }
    let mut all: Vec<f64> = others.into_iter().chain(whole).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let implied = |step: f64, place: usize| {
        all.iter().enumerate().any(|(other, by)| other != place && *by > step && divides(step, *by))
    };
    all.iter()
        .enumerate()
        .filter(|(place, step)| !implied(**step, *place))
        .map(|(_, s)| *s)
        .collect()
}

fn greatest_divisor(mut a: f64, mut b: f64) -> f64 {
    while b > 0.5 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(min: f64, max: f64, steps: &[f64]) -> Numbers {
        let end = |value| Some(Bound { value, open: false });
        Numbers::interval(end(min), end(max), steps.to_vec()).expect("not empty")
    }

    #[test]
    fn covers() {
        let nine = range(1.0, 9.0, &[1.0]);
        let (low, high) = (range(1.0, 5.0, &[1.0]), range(6.0, 9.0, &[1.0]));
        assert_eq!(nine.within(&[&low, &high]), Ok(()));
        assert_eq!(nine.within(&[&high, &low]), Ok(()));
        assert_eq!(nine.within(&[&low]), Err(Some(6.0)));
        let points = Numbers::only(vec![1.0, 2.0, 3.0]);
        assert_eq!(range(1.0, 3.0, &[1.0]).within(&[&points]), Ok(()));
        assert_eq!(points.within(&[&low]), Ok(()));
        let reals = range(0.0, 1.0, &[]);
        assert!(reals.within(&[&points]).is_err());
        assert_eq!(range(0.0, 100.0, &[4.0]).within(&[&range(0.0, 100.0, &[2.0])]), Ok(()));
        assert_eq!(range(0.0, 100.0, &[2.0]).within(&[&range(0.0, 100.0, &[3.0])]), Err(Some(2.0)));
        assert_eq!(Numbers::any().within(&[&Numbers::any()]), Ok(()));
        assert!(Numbers::any().within(&[&range(0.0, 5.0, &[])]).is_err());
    }

    #[test]
    fn closes_whole_bounds() {
        let open = Numbers::interval(Some(Bound { value: 0.0, open: true }), None, vec![1.0]);
        assert_eq!(open.and_then(|set| set.min), Some(Bound { value: 1.0, open: false }));
        assert_eq!(range(4.0, 4.5, &[1.0]), Numbers::only(vec![4.0]));
        assert_eq!(reduced(&[2.0, 3.0, 0.5]), vec![6.0]);
        assert!(divides(0.1, 0.3));
    }
}
