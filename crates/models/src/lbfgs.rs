//! Minimises a smooth convex function by limited-memory BFGS.
//!
//! Nocedal and Wright, “Numerical Optimization”, second edition, algorithms 7.4 and 7.5. smartcore's takes the
//! platform's powers, and panics where its line search finds no way on; a panic ends the browser's worker.

use std::collections::VecDeque;

use super::arithmetic::{add_scaled, dot};

const LARGEST_N_STEPS: u32 = 1000;

/// Stops when every component of the gradient is at most this.
const TOLERANCE: f64 = 1e-11;

/// How many steps are kept.
const MEMORY: usize = 10;

/// How many times a step is halved before the line search fails.
const LARGEST_N_HALVINGS: u32 = 60;

/// A step and the change of the gradient along it.
struct LbfgsStep {
    move_by: Vec<f64>,
    change: Vec<f64>,
    /// move_by · change, above 0.
    product: f64,
}

/// A point with the function's value and gradient.
struct LbfgsPoint {
    at: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

/// Minimises from `start`. Returns the last point and whether it converged. `function` takes a point, fills in the gradient
/// and returns the value.
pub(super) fn minimize(
    start: Vec<f64>,
    mut function: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> (Vec<f64>, bool) {
    let mut evaluate = |at: Vec<f64>| {
        let mut gradient = vec![0.0; at.len()];
        let value = function(&at, &mut gradient);
        LbfgsPoint {
            at,
            value,
            gradient,
        }
    };
    let mut here = evaluate(start);
    let mut memory: VecDeque<LbfgsStep> = VecDeque::new();
    for _ in 0..LARGEST_N_STEPS {
        let steepest = here.gradient.iter().map(|g| g.abs()).fold(0.0, f64::max);
        if steepest <= TOLERANCE {
            return (here.at, true);
        }
        let direction = direction(&here.gradient, &memory);
        // The first direction is not scaled yet: begin with a short step.
        let first = if memory.is_empty() {
            1.0f64.min(1.0 / steepest)
        } else {
            1.0
        };
        let Some(next) = search(&here, &direction, first, &mut evaluate) else {
            break;
        };
        remember(&mut memory, &here, &next);
        here = next;
    }
    (here.at, false)
}

/// Returns the descent direction, by the curvature of the last steps.
fn direction(gradient: &[f64], memory: &VecDeque<LbfgsStep>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for step in memory.iter().rev() {
        let share = dot(&step.move_by, &direction) / step.product;
        add_scaled(&mut direction, -share, &step.change);
        shares.push(share);
    }
    if let Some(last) = memory.back() {
        let scale = last.product / dot(&last.change, &last.change);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for (step, share) in memory.iter().zip(shares.into_iter().rev()) {
        let back = dot(&step.change, &direction) / step.product;
        add_scaled(&mut direction, share - back, &step.move_by);
    }
    direction
}

/// Halves the step until the value falls enough (Armijo's condition) or, since near the bottom its fall is lost in
/// rounding, until the slope does while the value stays (Hager and Zhang, “A New Conjugate Gradient Method with
/// Guaranteed Descent and an Efficient Line Search”, 2005, the approximate Wolfe conditions). `None` where there is
/// no way on.
fn search(
    here: &LbfgsPoint,
    direction: &[f64],
    first: f64,
    evaluate: &mut impl FnMut(Vec<f64>) -> LbfgsPoint,
) -> Option<LbfgsPoint> {
    let slope = dot(&here.gradient, direction);
    let mut step = first;
    for _ in 0..LARGEST_N_HALVINGS {
        let mut at = here.at.clone();
        add_scaled(&mut at, step, direction);
        let there = evaluate(at);
        let falls = there.value <= here.value + 1e-4 * step * slope;
        let level = there.value <= here.value + 1e-6 * here.value.abs();
        let flattens = dot(&there.gradient, direction).abs() <= 0.8 * slope.abs();
        if falls || (level && flattens) {
            return (there.at != here.at).then_some(there);
        }
        step /= 2.0;
    }
    None
}

/// Keeps a step if the curvature along it is positive beyond rounding errors.
fn remember(memory: &mut VecDeque<LbfgsStep>, here: &LbfgsPoint, next: &LbfgsPoint) {
    let difference = |to: &[f64], from: &[f64]| -> Vec<f64> {
        to.iter().zip(from).map(|(t, f)| t - f).collect()
    };
    let move_by = difference(&next.at, &here.at);
    let change = difference(&next.gradient, &here.gradient);
    let product = dot(&move_by, &change);
    if product > f64::EPSILON * dot(&change, &change) {
        if memory.len() == MEMORY {
            memory.pop_front();
        }
        memory.push_back(LbfgsStep {
            move_by,
            change,
            product,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::minimize;

    #[test]
    fn a_long_narrow_bowl_is_followed_to_its_bottom() {
        // Σ 10ⁱ · (xᵢ − i)² / 2
        let (at, converged) = minimize(vec![0.0; 6], |x, gradient| {
            let mut value = 0.0;
            for (i, x) in x.iter().enumerate() {
                let (steep, off) = (10f64.powi(i as i32), x - i as f64);
                gradient[i] = steep * off;
                value += steep * off * off / 2.0;
            }
            value
        });
        assert!(converged);
        for (i, x) in at.iter().enumerate() {
            assert!((x - i as f64).abs() < 1e-8, "{at:?}");
        }
    }

    #[test]
    fn a_function_without_a_bottom_ends() {
        let (at, converged) = minimize(vec![0.0], |x, gradient| {
            gradient[0] = -1.0;
            -x[0]
        });
        assert!(!converged && at[0] > 0.0);
        let (_, converged) = minimize(vec![0.0], |_, gradient| {
            gradient[0] = f64::NAN;
            f64::NAN
        });
        assert!(!converged || at[0].is_finite());
    }
}
