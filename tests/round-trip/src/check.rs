//! What holds for every type: bytes come back as they were, and anything less or more is refused.

use std::collections::BTreeSet;
use std::fmt;

use tl_interpreter::{Bits, Budget, Interpreter};
use tl_parser::{ParamKind, Schema, Section, Ty};
use tl_runtime::ErrorKind;

use crate::case::{Back, Case, Made};
use crate::damage::damage;
use crate::same::Viewed;

/// How much is tried with each case.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Values with random bits, on top of one without any bits and one with all of them.
    pub n_random: usize,
    /// The budget of each value.
    pub budget: Budget,
    /// Whether values are also cut short, at every byte.
    pub with_truncation: bool,
    /// How often each value is looked at with damage.
    pub n_damaged: usize,
}

/// What went wrong; empty if nothing did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Failures(Vec<String>);

impl Failures {
    /// Whether nothing went wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().take(20);
        shown.into_iter().try_for_each(|failure| writeln!(f, "{failure}"))?;
        write!(f, "{} failures", self.0.len())
    }
}

/// Sends random values of every case through its type. The seed decides about all of them.
#[must_use]
pub fn check(schema: &Schema, cases: &[Case], seed: u64, effort: Effort) -> Failures {
    let mut interpreter = Interpreter::new(schema, seed).with_budget(effort.budget);
    let mut failures = Failures::default();
    for case in cases {
        let random = std::iter::repeat_n(Bits::Random, effort.n_random);
        for bits in [Bits::None, Bits::All].into_iter().chain(random) {
            let bytes = interpreter.call(case.calls, bits);
            if let Err(what) = check_value(case, &bytes, effort.with_truncation) {
                let name = case.calls.join(" of ");
                failures.0.push(format!("{name} as {} with {bits:?}: {what}\n    {bytes:02x?}", case.rust));
            }
        }
    }
    failures
}

/// Makes up values of every case and sends them out and back. The seed decides about all of them.
#[must_use]
pub fn check_made(cases: &[Case], seed: u64, n_values: usize) -> Failures {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut failures = Failures::default();
    for case in cases {
        for index in 0..n_values {
            let n_choices = if index == 0 { 0 } else { 16 << rng.u32(0..=8) };
            let choices: Vec<u8> = (0..n_choices).map(|_| rng.u8(..)).collect();
            if let Err(what) = check_made_value(case, &choices) {
                failures.0.push(format!("{}, made of {n_choices} bytes: {what}", case.rust));
            }
        }
    }
    failures
}

/// Looks at random values of every case that has views, whole and damaged. The seed decides about all of them.
#[must_use]
pub fn check_views(schema: &Schema, cases: &[Case], seed: u64, effort: Effort) -> Failures {
    let mut interpreter = Interpreter::new(schema, seed).with_budget(effort.budget);
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut failures = Failures::default();
    for (case, viewed) in cases.iter().filter_map(|case| Some((case, case.viewed?))) {
        let random = std::iter::repeat_n(Bits::Random, effort.n_random);
        for bits in [Bits::None, Bits::All].into_iter().chain(random) {
            let bytes = interpreter.call(case.calls, bits);
            if let Err(what) = check_view(viewed, &bytes, &mut rng, effort) {
                let name = case.calls.join(" of ");
                failures.0.push(format!("{name} as {} with {bits:?}: {what}\n    {bytes:02x?}", case.rust));
            }
        }
    }
    failures
}

fn check_view(viewed: Viewed, bytes: &[u8], rng: &mut fastrand::Rng, effort: Effort) -> Result<(), String> {
    if !viewed(bytes)? {
        return Err("is refused".to_owned());
    }
    let cuts = if effort.with_truncation { 0..bytes.len() } else { 0..0 };
    for len in cuts {
        if viewed(&bytes[..len])? {
            return Err(format!("the first {len} of {} bytes are a value too", bytes.len()));
        }
    }
    for _ in 0..effort.n_damaged {
        let damaged = damage(rng, bytes);
        viewed(&damaged).map_err(|what| format!("{what}, damaged: {damaged:02x?}"))?;
    }
    Ok(())
}

fn check_made_value(case: &Case, choices: &[u8]) -> Result<(), String> {
    let Made { bytes, again, cloned, is_equal, overlooked, lossless } =
        (case.made)(choices).map_err(|error| error.to_string())?;
    if again != bytes {
        return Err(format!("{bytes:02x?} came back as {again:02x?}"));
    }
    if cloned != bytes {
        return Err(format!("{bytes:02x?} was cloned as {cloned:02x?}"));
    }
    if let Some(place) = overlooked {
        return Err(format!("{bytes:02x?} is equal to what differs in byte {place}"));
    }
    if !is_equal {
        return Err(format!("{bytes:02x?} came back as another value"));
    }
    if lossless.as_ref() != Some(&bytes) {
        return Err(format!("{bytes:02x?} came back without loss as {lossless:02x?}"));
    }
    Ok(())
}

fn check_value(case: &Case, bytes: &[u8], with_truncation: bool) -> Result<(), String> {
    let Back { bytes: again, len } = (case.back)(bytes).map_err(|error| error.to_string())?;
    if again != bytes {
        return Err(format!("came back as {again:02x?}"));
    }
    if len != bytes.len() {
        return Err(format!("{} bytes were said to be {len}", bytes.len()));
    }
    let mut longer = bytes.to_vec();
    longer.push(0);
    match (case.back)(&longer) {
        Err(error) if error.kind() == (ErrorKind::TrailingBytes { left: 1 }) && error.offset() == bytes.len() => {}
        other => return Err(format!("with a byte more: {other:?}")),
    }
    let cuts = if with_truncation { 0..bytes.len() } else { 0..0 };
    for len in cuts {
        if (case.back)(&bytes[..len]).is_ok() {
            return Err(format!("the first {len} of {} bytes are a value too", bytes.len()));
        }
    }
    Ok(())
}

/// The TL names of all combinators that have a case: those that the runtime doesn't supply, and that depend on no number
/// from elsewhere. A default constructor of `Type` is `TypeDefault`.
#[must_use]
pub fn names_to_check(schema: &Schema, section: Section) -> BTreeSet<String> {
    let is_bool = |ty: &Ty| matches!(ty, Ty::Boxed { ty, .. } if schema.ty(*ty).name.to_string() == "Bool");
    let of_section = schema.combinators.iter().filter(|combinator| combinator.section == section);
    let generated = of_section.filter(|combinator| {
        !combinator.is_supplied() && (section == Section::Functions || !is_bool(&combinator.result))
    });
    let alone = generated.filter(|combinator| combinator.params.iter().all(|param| param.kind == ParamKind::Type));
    alone
        .map(|combinator| match &combinator.result {
            Ty::Boxed { ty, .. } if combinator.name.local == "_" => format!("{}Default", schema.ty(*ty).name),
            _ => combinator.name.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{back, made};

    const EFFORT: Effort =
        Effort { n_random: 1, budget: Budget { depth: 1, n_bytes: 1 }, with_truncation: true, n_damaged: 0 };

    /// What is said of a type for `a x:int = A`, whose values are of 8 bytes.
    fn failures(back: fn(&[u8]) -> tl_runtime::Result<Back>) -> Vec<String> {
        let mut sources = tl_parser::SourceMap::new();
        let id = sources.add("a.tl", "a x:int = A;");
        let (schema, _) = tl_parser::read(&sources, &[id]);
        check(&schema, &[Case { calls: &["a"], rust: "a type", back, made: made::<i32>, viewed: None }], 0, EFFORT).0
    }

    fn assert_fails(back: fn(&[u8]) -> tl_runtime::Result<Back>, what: &str) {
        let failures = failures(back);
        assert_eq!(failures.len(), 3);
        assert!(failures[0].starts_with("a as a type with None: "), "{failures:?}");
        assert!(failures[0].contains(what), "{failures:?}");
    }

    #[test]
    fn finds_what_does_not_hold() {
        assert_eq!(failures(back::<i64>), [""; 0]);
        assert_fails(back::<i32>, "4 bytes left over at byte 4");
        assert_fails(|bytes| Ok(Back { bytes: vec![0; 8], ..back::<i64>(bytes)? }), "came back as [00, 00");
        assert_fails(|bytes| Ok(Back { len: 9, ..back::<i64>(bytes)? }), "8 bytes were said to be 9");
        assert_fails(|bytes| Ok(Back { bytes: bytes.to_vec(), len: bytes.len() }), "with a byte more: Ok");
        let accepts_half = |bytes: &[u8]| match bytes.len() {
            4 => back::<i32>(bytes),
            _ => back::<i64>(bytes),
        };
        assert_fails(accepts_half, "the first 4 of 8 bytes are a value too");
    }
}
