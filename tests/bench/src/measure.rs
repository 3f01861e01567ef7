//! Measures time and allocations of all cases.
//!
//! The best of many rounds counts, since load on the machine only adds time. A round measures every operation of every
//! side once, so that a disturbance of a few rounds leaves other rounds for each of them. Invariant: each measurement
//! takes about the same time, independent of the duration of the operation.

use std::time::{Duration, Instant};

use tl_heap::{Allocated, allocated_by};

use crate::case::{Case, Operation, Prepared, Row, Side};
use crate::sides::Work;

/// Minimum duration of one measurement.
const MIN_RUN_TIME: Duration = Duration::from_millis(2);

/// The results of one operation of a case.
pub(crate) struct Measured {
    /// Description of the payload.
    pub(crate) description: &'static str,
    /// Size of the payload in bytes.
    pub(crate) n_bytes: usize,
    pub(crate) operation: Operation,
    /// The cost for each side that supports the operation.
    pub(crate) costs: Vec<(Side, Cost)>,
}

/// Cost of one operation.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    pub(crate) allocated: Allocated,
}

impl Measured {
    /// The cost of one side.
    pub(crate) fn cost_of(&self, side: Side) -> Option<Cost> {
        self.costs.iter().find_map(|(other, cost)| (*other == side).then_some(*cost))
    }
}

/// Measures all operations of these cases.
pub(crate) fn all(cases: &[Case], n_rounds: usize) -> Vec<Measured> {
    let mut runs: Vec<_> = cases.iter().flat_map(runs).collect();
    for _ in 0..n_rounds {
        runs.iter_mut().flat_map(|run| &mut run.side_runs).for_each(SideRun::measure);
    }
    runs.into_iter().map(OperationRun::finish).collect()
}

/// The operations of a case, warmed up.
fn runs(case: &Case) -> Vec<OperationRun> {
    let Prepared { n_bytes, rows } = (case.prepare)();
    let run = |Row { operation, works }| {
        let side_runs = works.into_iter().map(|(side, work)| SideRun::new(side, work)).collect();
        OperationRun { description: case.description, n_bytes, operation, side_runs }
    };
    rows.into_iter().map(run).collect()
}

/// One operation of a case during the measurement.
struct OperationRun {
    description: &'static str,
    n_bytes: usize,
    operation: Operation,
    side_runs: Vec<SideRun>,
}

impl OperationRun {
    fn finish(self) -> Measured {
        let Self { description, n_bytes, operation, side_runs } = self;
        let costs = side_runs.into_iter().map(|side_run| (side_run.side, side_run.best)).collect();
        Measured { description, n_bytes, operation, costs }
    }
}

/// One side during the measurement of an operation.
struct SideRun {
    side: Side,
    work: Work,
    n_times: usize,
    best: Cost,
}

impl SideRun {
    /// Finds a number of repetitions that takes at least [`MIN_RUN_TIME`]; this also warms up the caches.
    fn new(side: Side, mut work: Work) -> Self {
        let mut n_times = 1;
        // All three runs have to be long enough: a disturbance could lengthen one of them.
        while (0..3).any(|_| time(&mut work, n_times) < MIN_RUN_TIME) {
            n_times *= 2;
        }
        let ((), allocated) = allocated_by(|| work(1));
        Self { side, work, n_times, best: Cost { seconds: f64::INFINITY, allocated } }
    }

    fn measure(&mut self) {
        let seconds = time(&mut self.work, self.n_times).as_secs_f64() / self.n_times as f64;
        self.best.seconds = self.best.seconds.min(seconds);
    }
}

fn time(work: &mut Work, n_times: usize) -> Duration {
    let start = Instant::now();
    work(n_times);
    start.elapsed()
}
