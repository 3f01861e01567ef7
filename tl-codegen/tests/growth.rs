//! The time to plan a schema grows with its length, not with the square of the number of uses of one type.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tl_codegen::{Metadata, Settings};

/// A declaration with this number of fields of one boxed type.
fn fields_of_one_type(n_fields: usize) -> String {
    let mut tl = "b x:int = B;\na".to_owned();
    for field in 0..n_fields {
        write!(tl, " x{field}:B").expect("a string can be written");
    }
    tl + " = A;\n"
}

fn planning_time(n_fields: usize) -> Duration {
    let (_, schema, found) = tl_parser::read_text("fields.tl", fields_of_one_type(n_fields));
    assert!(found.is_empty(), "{found:?}");
    let start = Instant::now();
    let (plan, _) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("some"));
    assert_eq!(plan.types.len(), 2);
    start.elapsed()
}

/// Four times as many fields may take eight times as long; quadratic work would take sixteen times. Other programs can
/// disturb a measurement, so one good attempt of five is enough.
#[test]
fn planning_is_linear_in_the_uses_of_a_type() {
    let ratio = |_| planning_time(8_000).as_secs_f64() / planning_time(2_000).as_secs_f64();
    let ratios: Vec<_> = (0..5).map(ratio).collect();
    assert!(ratios.iter().any(|ratio| *ratio < 8.0), "{ratios:?}");
}
