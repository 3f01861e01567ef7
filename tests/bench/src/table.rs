//! Formats the results as markdown tables.
//!
//! Invariant: a cell without a result is `-`.

use std::fmt::Write as _;

use tl_heap::HeapUse;

use crate::case::{Operation, Side};
use crate::measure::MeasuredOperation;

/// The sides with the titles of their columns.
const SIDE_COLUMNS: &[(Side, &str)] = &[
    (Side::Ours, "ours"),
    (Side::Shared, "ours, shared"),
    (Side::Grammers, "grammers"),
    (Side::Ferogram, "ferogram"),
    (Side::Memcpy, "`memcpy`"),
];

/// Our sides that are compared with grammers, with the titles of the ratio columns.
const RATIO_COLUMNS: &[(Side, &str)] = &[(Side::Ours, "grammers / ours"), (Side::Shared, "grammers / shared")];

/// A table of times, and a table of allocations with the rows in which some side allocates.
pub(crate) fn render_tables(rows: &[MeasuredOperation]) -> String {
    format!("Time in µs:\n\n{}\nAllocations and their bytes:\n\n{}", time_table(rows), allocation_table(rows))
}

fn time_table(rows: &[MeasuredOperation]) -> String {
    let titles = SIDE_COLUMNS.iter().chain(RATIO_COLUMNS).map(|(_, title)| *title);
    let mut text = table_header(["", "bytes"].into_iter().chain(titles));
    for row in rows {
        let seconds = |side| row.cost_on_side(side).map(|cost| cost.seconds);
        let times = SIDE_COLUMNS
            .iter()
            .map(|(side, _)| seconds(*side).map(|seconds| with_three_significant_digits(seconds * 1e6)));
        let ratios = RATIO_COLUMNS
            .iter()
            .map(|(side, _)| Some(with_three_significant_digits(seconds(Side::Grammers)? / seconds(*side)?)));
        push_row(&mut text, [row_title(row), with_digit_groups(row.n_bytes as u64)], times.chain(ratios));
    }
    text
}

fn allocation_table(rows: &[MeasuredOperation]) -> String {
    let columns = || SIDE_COLUMNS.iter().filter(|(side, _)| *side != Side::Memcpy);
    let mut text = table_header([""].into_iter().chain(columns().map(|(_, title)| *title)));
    for row in rows.iter().filter(|row| row.allocates_on_any_side()) {
        let allocated = columns().map(|(side, _)| {
            let HeapUse { n_allocations, n_bytes, .. } = row.cost_on_side(*side)?.allocated;
            Some(format!("{}, {}", with_digit_groups(n_allocations), with_digit_groups(n_bytes)))
        });
        push_row(&mut text, [row_title(row)], allocated);
    }
    text
}

fn row_title(row: &MeasuredOperation) -> String {
    let operation = match row.operation {
        Operation::Decode => "decode",
        Operation::View => "decode, views",
        Operation::Visit => "views, every field visited",
        Operation::Encode => "encode",
        Operation::Clone => "clone",
        Operation::Compare => "compare two equal values",
    };
    format!("{}: {operation}", row.description)
}

fn table_header<'a>(titles: impl Iterator<Item = &'a str>) -> String {
    let titles: Vec<_> = titles.collect();
    let dashes = "---:|".repeat(titles.len() - 1);
    format!("| {} |\n|---|{dashes}\n", titles.join(" | "))
}

fn push_row<const N: usize>(text: &mut String, first: [String; N], rest: impl Iterator<Item = Option<String>>) {
    let rest = rest.map(|cell| cell.unwrap_or_else(|| "-".to_owned()));
    let cells: Vec<_> = first.into_iter().chain(rest).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// Three significant digits: `0.0462`, `5.06`, `51.5`, `1,204`.
fn with_three_significant_digits(number: f64) -> String {
    let n_digits_before = number.log10().floor() as i32 + 1;
    match usize::try_from(3 - n_digits_before) {
        Ok(n_digits_after @ 1..) => format!("{number:.n_digits_after$}"),
        _ => with_digit_groups(number.round() as u64),
    }
}

/// Decimal digits in groups of three: `753,020`.
fn with_digit_groups(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (digit_idx, digit) in digits.chars().enumerate() {
        if digit_idx > 0 && (digits.len() - digit_idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn numbers_have_three_significant_digits() {
    for (number, expected) in [
        (0.046_249, "0.0462"),
        (5.064, "5.06"),
        (51.49, "51.5"),
        (264.2, "264"),
        (1_203.7, "1,204"),
        (1_234_567.0, "1,234,567"),
    ] {
        assert_eq!(with_three_significant_digits(number), expected);
    }
}
