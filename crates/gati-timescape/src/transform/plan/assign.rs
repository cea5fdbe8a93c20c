//! The assignment problem: which of what is gone is which of what is new, all taken together.
//!
//! The Hungarian method (Kuhn 1955, Munkres 1957) with potentials, in the cubic form of Jonker
//! and Volgenant (1987); exact. Objects have tens of members, so the simple form will do.

/// For each row the column it is given, so that the sum of `score` is the largest; pairs that
/// score nothing are not made.
pub(crate) fn assign(score: &[Vec<f64>]) -> Vec<Option<usize>> {
    let rows = score.len();
    let columns = score.first().map_or(0, Vec::len);
    let size = rows.max(columns);
    let cost = |row: usize, column: usize| -> f64 {
        -score.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    // Row and column 0 stand for nothing.
    let mut row_potential = vec![0.0; size + 1];
    let mut column_potential = vec![0.0; size + 1];
    let mut row_of = vec![0_usize; size + 1];
    let mut way = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut used = vec![false; size + 1];
        loop {
            used[column] = true;
            let at = row_of[column];
            let mut delta = f64::INFINITY;
            let mut next = 0;
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let reduced = cost(at - 1, other - 1) - row_potential[at] - column_potential[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let before = way[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    let mut given = vec![None; rows];
    for (column, row) in row_of.iter().copied().enumerate().take(columns + 1).skip(1) {
        if row >= 1 && row <= rows && cost(row - 1, column - 1) < 0.0 {
            given[row - 1] = Some(column - 1);
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::assign;

    /// The best sum by trying everything.
    fn best(score: &[Vec<f64>], row: usize, taken: &mut Vec<usize>) -> f64 {
        if row == score.len() {
            return 0.0;
        }
        let mut most = best(score, row + 1, taken);
        for column in 0..score[row].len() {
            if !taken.contains(&column) {
                taken.push(column);
                most = most.max(score[row][column] + best(score, row + 1, taken));
                taken.pop();
            }
        }
        most
    }

    #[test]
    fn the_sum_is_the_largest() {
        let mut state = 7_u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 24) / 256.0
        };
        for (rows, columns) in [(1, 1), (2, 3), (4, 2), (5, 5), (6, 4)] {
            for _ in 0..40 {
                let score: Vec<Vec<f64>> =
                    (0..rows).map(|_| (0..columns).map(|_| random()).collect()).collect();
                let given = assign(&score);
                let mut columns: Vec<usize> = given.iter().flatten().copied().collect();
                let sum: f64 = given
                    .iter()
                    .enumerate()
                    .filter_map(|(row, column)| Some(score[row][(*column)?]))
                    .sum();
                let count = columns.len();
                columns.sort_unstable();
                columns.dedup();
                assert_eq!(columns.len(), count, "one column is given once");
                assert!((sum - best(&score, 0, &mut Vec::new())).abs() < 1e-9, "{score:?}");
            }
        }
        assert_eq!(assign(&[]), Vec::<Option<usize>>::new());
        assert_eq!(assign(&[vec![0.0]]), [None]);
    }
}
