//! One wheel for all timeouts. A connection stands in it once; when its place comes and it has more time by then, it is
//! put further on. So nothing has to be moved when a request comes or goes.

/// Milliseconds of one place.
const STEP: u64 = 128;
/// Places of the wheel: a turn of it is longer than the usual time of an idle connection.
const PLACES: usize = 1024;

/// Places of connections, by when they are looked at.
#[derive(Debug)]
pub(crate) struct Wheel {
    places: Vec<Vec<u32>>,
    /// The step that was looked at last.
    step: u64,
}

impl Wheel {
    /// Time begins at `now`.
    pub(crate) fn new(now: u64) -> Self {
        Self { places: vec![Vec::new(); PLACES], step: now / STEP }
    }

    /// Looks at a slot when `at` has passed, or sooner where that is further away than the wheel reaches.
    pub(crate) fn insert(&mut self, slot: u32, at: u64) {
        let step = (at / STEP + 1).clamp(self.step + 1, self.step + PLACES as u64 - 1);
        let place = usize::try_from(step % PLACES as u64).unwrap_or_default();
        self.places[place].push(slot);
    }

    /// Every slot whose place has come.
    pub(crate) fn due(&mut self, now: u64) -> Vec<u32> {
        let until = now / STEP;
        let steps = until.saturating_sub(self.step).min(PLACES as u64);
        let mut due = Vec::new();
        for step in until + 1 - steps.max(1)..=until {
            if steps > 0 {
                let place = usize::try_from(step % PLACES as u64).unwrap_or_default();
                due.append(&mut self.places[place]);
            }
        }
        self.step = self.step.max(until);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_come_up_after_their_time_and_not_before() {
        let mut wheel = Wheel::new(5_000);
        let times = [5_000, 5_001, 5_127, 6_000, 6_001, 77_000, 130_000];
        for (slot, at) in times.iter().enumerate() {
            wheel.insert(u32::try_from(slot).unwrap(), *at);
        }
        let mut seen = [None; 7];
        for now in (5_000..200_000).step_by(50) {
            for slot in wheel.due(now) {
                assert_eq!(seen[slot as usize].replace(now), None);
            }
        }
        for (at, seen) in times.iter().zip(seen) {
            let late = seen.unwrap() - at;
            assert!(late > 0 && late <= 2 * STEP + 50, "{at} came {late} late");
        }
    }

    #[test]
    fn what_is_too_far_away_comes_sooner_and_a_long_sleep_loses_nothing() {
        let mut wheel = Wheel::new(0);
        wheel.insert(1, 10_000_000);
        wheel.insert(2, 300);
        assert_eq!(wheel.due(200), []);
        let mut all = wheel.due(9_000_000);
        all.sort_unstable();
        assert_eq!(all, [1, 2]);
        assert_eq!(wheel.due(9_000_001), []);
    }
}
