//! Measures time and allocations of all cases.
//!
//! The best of many rounds counts, since load on the machine only adds time. A round measures every operation of every
//! side once, so that a disturbance of a few rounds leaves other rounds for each of them. Invariant: each measurement
//! takes about the same time, independent of the duration of the operation.

use std::time::{Duration, Instant};

use tl_heap::{HeapUse, heap_use_of};

use crate::case::{BenchCase, Operation, OperationRow, PreparedCase, Side};
use crate::sides::MeasuredWork;

/// Minimum duration of one measurement.
const MIN_MEASUREMENT_TIME: Duration = Duration::from_millis(5);

/// One operation of a case, and its results so far.
pub(crate) struct MeasuredOperation {
    /// Description of the payload.
    pub(crate) description: &'static str,
    /// Size of the payload in bytes.
    pub(crate) n_bytes: usize,
    pub(crate) operation: Operation,
    /// The sides that support the operation.
    sides: Vec<MeasuredSide>,
}

/// Cost of one operation.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    pub(crate) allocated: HeapUse,
}

impl MeasuredOperation {
    /// The cost of one side.
    pub(crate) fn cost_on_side(&self, side: Side) -> Option<Cost> {
        self.sides.iter().find(|measured| measured.side == side).map(|measured| measured.best)
    }

    /// Whether the operation allocates memory on any side.
    pub(crate) fn allocates_on_any_side(&self) -> bool {
        self.sides.iter().any(|measured| measured.best.allocated.n_allocations > 0)
    }
}

/// Measures all operations of these cases.
pub(crate) fn measure_all(cases: &[BenchCase], n_rounds: usize) -> Vec<MeasuredOperation> {
    let mut operations: Vec<_> = cases.iter().flat_map(warm_up_operations).collect();
    for _ in 0..n_rounds {
        operations.iter_mut().flat_map(|operation| &mut operation.sides).for_each(MeasuredSide::measure);
    }
    operations
}

/// The operations of a case, warmed up.
fn warm_up_operations(case: &BenchCase) -> Vec<MeasuredOperation> {
    let PreparedCase { n_bytes, rows } = (case.prepare)();
    let measured = |OperationRow { operation, works }| {
        let sides = works.into_iter().map(|(side, work)| MeasuredSide::new(side, work)).collect();
        MeasuredOperation { description: case.description, n_bytes, operation, sides }
    };
    rows.into_iter().map(measured).collect()
}

/// One side of an operation, and its best result so far.
struct MeasuredSide {
    side: Side,
    work: MeasuredWork,
    n_times: usize,
    best: Cost,
}

impl MeasuredSide {
    /// Finds a number of repetitions that lasts at least [`MIN_MEASUREMENT_TIME`]; this also warms up the caches.
    fn new(side: Side, mut work: MeasuredWork) -> Self {
        let mut n_times = 1;
        // All three runs have to be long enough: a disturbance could lengthen one of them.
        while (0..3).any(|_| run_time(&mut work, n_times) < MIN_MEASUREMENT_TIME) {
            n_times *= 2;
        }
        let ((), allocated) = heap_use_of(|| work(1));
        Self { side, work, n_times, best: Cost { seconds: f64::INFINITY, allocated } }
    }

    fn measure(&mut self) {
        // The other sides have filled the caches and the free lists of the allocator: this is not measured.
        run_time(&mut self.work, self.n_times);
        let seconds = run_time(&mut self.work, self.n_times).as_secs_f64() / self.n_times as f64;
        self.best.seconds = self.best.seconds.min(seconds);
    }
}

fn run_time(work: &mut MeasuredWork, n_times: usize) -> Duration {
    let start = Instant::now();
    work(n_times);
    start.elapsed()
}
