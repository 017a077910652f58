//! Logistic regression by Newton's method, with a penalty on large weights.

/// What is learned from.
pub(crate) struct Example {
    pub(crate) features: Vec<f64>,
    pub(crate) about: bool,
    pub(crate) weight: f64,
}

/// Steps of Newton's method; it has converged after ten or so.
const STEPS: usize = 25;

/// Weights of `count` features with a penalty of `l2` times their squares.
pub(crate) fn train(examples: &[Example], count: usize, l2: f64) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -l2 * weight).collect();
        let mut hessian = vec![vec![0.0; count]; count];
        for (at, row) in hessian.iter_mut().enumerate() {
            row[at] = l2;
        }
        for example in examples {
            let sum: f64 =
                weights.iter().zip(&example.features).map(|(weight, value)| weight * value).sum();
            let probability = 1.0 / (1.0 + (-sum).exp());
            let error = f64::from(u8::from(example.about)) - probability;
            let curvature = example.weight * probability * (1.0 - probability);
            let present: Vec<usize> =
                (0..count).filter(|&at| example.features[at] != 0.0).collect();
            for &row in &present {
                gradient[row] += example.weight * error * example.features[row];
                for &column in &present {
                    hessian[row][column] +=
                        curvature * example.features[row] * example.features[column];
                }
            }
        }
        let step = solve(hessian, gradient);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    weights
}

/// Solves `matrix · x = right` for a positive definite matrix, by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let count = right.len();
    for pivot in 0..count {
        for row in pivot + 1..count {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            if factor == 0.0 {
                continue;
            }
            let (above, below) = matrix.split_at_mut(row);
            for (target, source) in below[0][pivot..].iter_mut().zip(&above[pivot][pivot..]) {
                *target -= factor * source;
            }
            right[row] -= factor * right[pivot];
        }
    }
    let mut solution = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}
