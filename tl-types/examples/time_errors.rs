//! Measures the time to find the type of an error message, in nanoseconds: the fastest of many rounds counts.
//!
//! `cargo run --release -p tl-types --no-default-features --features metadata --example time_errors`

use std::hint::black_box;
use std::time::Instant;

use tl_types::KnownError as _;
use tl_types::api::{RpcError, RpcErrorKind};

const N_ROUNDS: usize = 2000;

fn main() {
    let (numbered, exact): (Vec<_>, Vec<_>) = RpcErrorKind::TYPES.iter().partition(|row| row.number.is_some());
    let messages = |rows: Vec<&tl_types::ErrorType<RpcErrorKind>>| -> Vec<_> {
        rows.iter().map(|row| row.name.replace("%d", "86400")).collect()
    };
    let unknown = (0..500).map(|n| format!("NOT_DOCUMENTED_{n}_A")).collect::<Vec<_>>();
    let groups = [("without a number", messages(exact)), ("with a number", messages(numbered)), ("unknown", unknown)];
    for (name, messages) in groups {
        println!("{name}: {:.1} ns, {} messages", fastest_round(&messages), messages.len());
    }
}

/// The time for one message in the fastest round, in nanoseconds.
fn fastest_round(messages: &[String]) -> f64 {
    let rounds = (0..N_ROUNDS).map(|_| {
        let start = Instant::now();
        for message in messages {
            black_box(RpcError::new(400, black_box(message)));
        }
        start.elapsed().as_nanos() as f64 / messages.len() as f64
    });
    rounds.fold(f64::INFINITY, f64::min)
}
