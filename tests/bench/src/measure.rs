//! Time and allocations of all cases.
//!
//! The best of many rounds counts, since whatever else the machine does only ever adds to the time. In each round every
//! side has a turn with every operation: a disturbance that lasts for some rounds leaves others for each. Invariant: a
//! turn takes about as long for everybody, however often the work fits into it.

use std::time::{Duration, Instant};

use tl_heap::{Allocated, allocated_by};

use crate::case::{Case, Operation, Prepared, Row, Side};
use crate::sides::Work;

/// How long a turn takes at least.
const TURN: Duration = Duration::from_millis(2);

/// One operation of a case, measured.
pub(crate) struct Measured {
    /// What the payload is.
    pub(crate) about: &'static str,
    /// Bytes of the payload.
    pub(crate) n_bytes: usize,
    pub(crate) operation: Operation,
    /// Of the sides that take part.
    pub(crate) figures: Vec<(Side, Figures)>,
}

/// What a side needs to do something once.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) seconds: f64,
    pub(crate) allocated: Allocated,
}

impl Measured {
    /// The figures of one side.
    pub(crate) fn of(&self, side: Side) -> Option<Figures> {
        self.figures.iter().find_map(|(other, figures)| (*other == side).then_some(*figures))
    }
}

/// Measures all operations of these cases, in as many rounds.
pub(crate) fn all(cases: &[Case], n_rounds: usize) -> Vec<Measured> {
    let mut races: Vec<_> = cases.iter().flat_map(races).collect();
    for _ in 0..n_rounds {
        races.iter_mut().flat_map(|race| &mut race.turns).for_each(Turn::take);
    }
    races.into_iter().map(Race::finish).collect()
}

/// The operations of a case, warmed up.
fn races(case: &Case) -> Vec<Race> {
    let Prepared { n_bytes, rows } = (case.prepare)();
    let race = |Row { operation, works }| {
        let turns = works.into_iter().map(|(side, work)| Turn::new(side, work)).collect();
        Race { about: case.about, n_bytes, operation, turns }
    };
    rows.into_iter().map(race).collect()
}

/// One operation of a case, being measured.
struct Race {
    about: &'static str,
    n_bytes: usize,
    operation: Operation,
    turns: Vec<Turn>,
}

impl Race {
    fn finish(self) -> Measured {
        let Self { about, n_bytes, operation, turns } = self;
        let figures = turns.into_iter().map(|turn| (turn.side, turn.best)).collect();
        Measured { about, n_bytes, operation, figures }
    }
}

/// One side in the rounds of an operation.
struct Turn {
    side: Side,
    work: Work,
    n_times: usize,
    best: Figures,
}

impl Turn {
    /// Finds out how often the work fits into a turn, which also warms it up.
    fn new(side: Side, mut work: Work) -> Self {
        let mut n_times = 1;
        // Not one of the three may be short: a disturbance lengthens them at most.
        while (0..3).any(|_| time(&mut work, n_times) < TURN) {
            n_times *= 2;
        }
        let ((), allocated) = allocated_by(|| work(1));
        Self { side, work, n_times, best: Figures { seconds: f64::INFINITY, allocated } }
    }

    fn take(&mut self) {
        let seconds = time(&mut self.work, self.n_times).as_secs_f64() / self.n_times as f64;
        self.best.seconds = self.best.seconds.min(seconds);
    }
}

fn time(work: &mut Work, n_times: usize) -> Duration {
    let start = Instant::now();
    work(n_times);
    start.elapsed()
}
