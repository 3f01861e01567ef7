//! Checks that hold for every type: values survive a round trip; truncated and extended bytes are refused.

use std::collections::BTreeSet;

use tl_codegen::table::EncodedTable;
use tl_interpreter::{BitChoice, Budget, Interpreter, combinator_name};
use tl_parser::{ParamKind, Schema, Section, Ty};
use tl_runtime::interpret::{Events, Position, Scalar, Stop, walk};
use tl_runtime::table::{Combinator, CombinatorKind, NameParts, Names, Parts, Table, TypeRef};
use tl_runtime::{ErrorKind, Limits, ListForm};

use crate::damaged_bytes::damaged_copy;
use crate::same_as::CompareViewFn;
use crate::type_under_test::{Reencoded, RoundTripOfValue, TypeUnderTest};

/// Number and size of the random values for each case, and the checks of each value.
#[derive(Clone, Copy, Debug)]
pub struct TestEffort {
    /// Number of values with random flag bits. Each case also gets a value with no bits set and one with all bits set.
    pub n_random: usize,
    /// Budget of each value.
    pub budget: Budget,
    /// Whether every proper prefix of each value must be refused.
    pub with_truncation: bool,
    /// Number of damaged copies of each value on which views and owned values are compared.
    pub n_damaged: usize,
}

/// Descriptions of all failed checks.
#[derive(Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CheckFailures(Vec<String>);

impl CheckFailures {
    /// Panics with the first 20 failures, if there are any.
    #[track_caller]
    pub fn assert_none(&self, context: &str) {
        let first: Vec<_> = self.0.iter().take(20).map(String::as_str).collect();
        assert!(first.is_empty(), "{context}:\n{}\n{} failures", first.join("\n"), self.0.len());
    }
}

/// Decodes and encodes random values of every case. The values depend only on schema, cases and seed.
pub fn check_round_trips_of_bytes(
    schema: &Schema,
    cases: &[TypeUnderTest],
    seed: u64,
    effort: TestEffort,
) -> CheckFailures {
    let encoded = EncodedTable::of_schema(schema).unwrap_or_else(|why| panic!("{why}"));
    let table = borrow_table(&encoded);
    check_random_values(schema, cases.iter(), seed, effort, |case, bytes| {
        check_encoded_value(case, bytes, effort)?;
        check_walk(&table, case, bytes, effort)
    })
}

/// The table of a schema, read from its packed form.
#[must_use]
pub fn borrow_table(encoded: &EncodedTable) -> Table<'_> {
    let EncodedTable { names, parts } = encoded;
    let names = Names::new(NameParts {
        text: &names.text,
        records: &names.records,
        by_id: &names.by_id,
        buckets: &names.buckets,
    });
    let parts = Parts {
        combinators: &parts.combinators,
        fields: &parts.fields,
        types: &parts.types,
        members: &parts.members,
        exprs: &parts.exprs,
        word_ends: &parts.word_ends,
        words: &parts.words,
    };
    Table::new(names, parts)
}

/// The bytes of all scalars, ids and headers, in the order of a walk.
#[derive(Default)]
struct Copy(Vec<u8>);

impl<'i> Events<'i> for Copy {
    fn enter(&mut self, _: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        if is_boxed {
            self.0.extend(combinator.id().to_le_bytes());
        }
        Ok(())
    }

    fn scalar(&mut self, _: &Position<'i, '_>, _: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        self.0.extend(encoded);
        Ok(())
    }

    fn list(&mut self, _: &Position<'i, '_>, form: ListForm, count: u32) -> Result<(), Stop> {
        match form {
            ListForm::Boxed => self.0.extend([tl_runtime::VECTOR_ID, count].iter().flat_map(|word| word.to_le_bytes())),
            ListForm::Bare => self.0.extend(count.to_le_bytes()),
            ListForm::Repetition(_) => {}
        }
        Ok(())
    }
}

/// Fails unless a walk by the table accepts the bytes that decoding accepts, and its parts are all bytes. Values of
/// types with parameters are left out, because their arguments are not written; so are wrappers whose argument is a
/// number, as in a schema without a function that they could wrap.
fn check_walk(table: &Table<'_>, case: &TypeUnderTest, bytes: &[u8], effort: TestEffort) -> Result<(), String> {
    let id = bytes.first_chunk().map_or(0, |id| u32::from_le_bytes(*id));
    let combinator = table.by_id(id).ok_or_else(|| format!("the table has no #{id:08x}"))?;
    if combinator.name() != case.call_chain[0] {
        return Err(format!("#{id:08x} has the name {} in the table", combinator.name()));
    }
    let ty = match combinator.kind() {
        CombinatorKind::Function if combinator.n_params() > 0 && case.call_chain.len() == 1 => return Ok(()),
        CombinatorKind::Function => TypeRef::FUNCTION,
        CombinatorKind::Constructor if combinator.n_params() > 0 => return Ok(()),
        CombinatorKind::Constructor => combinator.result(),
    };
    let mut copy = Copy::default();
    walk(table, ty, bytes, &Limits::default(), &mut copy).map_err(|halt| format!("a walk failed: {halt}"))?;
    if copy.0 != bytes {
        return Err(format!("a walk passed {:02x?}", copy.0));
    }
    check_truncations(bytes, effort, |part| Ok(walk(table, ty, part, &Limits::default(), &mut Copy::default()).is_ok()))
}

/// Encodes and decodes generated Rust values of every case. The values depend only on cases and seed.
pub fn check_round_trips_of_values(cases: &[TypeUnderTest], seed: u64, n_values: usize) -> CheckFailures {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut failures = CheckFailures::default();
    for case in cases {
        for index in 0..n_values {
            let n_choices = if index == 0 { 0 } else { 16 << rng.u32(0..=8) };
            let choices: Vec<u8> = (0..n_choices).map(|_| rng.u8(..)).collect();
            if let Err(failure) = check_generated_value(case, &choices) {
                failures.0.push(format!("{}, made of {n_choices} bytes: {failure}", case.rust_type));
            }
        }
    }
    failures
}

/// Compares views and owned values of random bytes, intact and damaged, for every case that has views. The bytes depend
/// only on schema, cases and seed.
pub fn check_views(schema: &Schema, cases: &[TypeUnderTest], seed: u64, effort: TestEffort) -> CheckFailures {
    let mut rng = fastrand::Rng::with_seed(seed);
    let cases = cases.iter().filter(|case| case.compare_view.is_some());
    check_random_values(schema, cases, seed, effort, |case, bytes| match case.compare_view {
        Some(compare_view) => check_view(compare_view, bytes, &mut rng, effort),
        None => Ok(()),
    })
}

fn check_random_values<'a>(
    schema: &Schema,
    cases: impl Iterator<Item = &'a TypeUnderTest>,
    seed: u64,
    effort: TestEffort,
    mut check: impl FnMut(&TypeUnderTest, &[u8]) -> Result<(), String>,
) -> CheckFailures {
    let mut interpreter = Interpreter::new(schema, seed).with_budget(effort.budget);
    let mut failures = CheckFailures::default();
    for case in cases {
        let random = std::iter::repeat_n(BitChoice::Random, effort.n_random);
        for bits in [BitChoice::None, BitChoice::All].into_iter().chain(random) {
            let bytes = interpreter.value_of_call_chain(case.call_chain, bits);
            if let Err(failure) = check(case, &bytes) {
                let name = case.call_chain.join(" of ");
                failures.0.push(format!("{name} as {} with {bits:?}: {failure}\n    {bytes:02x?}", case.rust_type));
            }
        }
    }
    failures
}

fn check_view(
    compare_view: CompareViewFn,
    bytes: &[u8],
    rng: &mut fastrand::Rng,
    effort: TestEffort,
) -> Result<(), String> {
    if !compare_view(bytes)? {
        return Err("is refused".to_owned());
    }
    check_truncations(bytes, effort, compare_view)?;
    for _ in 0..effort.n_damaged {
        let damaged = damaged_copy(rng, bytes);
        compare_view(&damaged).map_err(|failure| format!("{failure}, damaged: {damaged:02x?}"))?;
    }
    Ok(())
}

/// Fails if `is_value` accepts a proper prefix of a value.
fn check_truncations(
    bytes: &[u8],
    effort: TestEffort,
    is_value: impl Fn(&[u8]) -> Result<bool, String>,
) -> Result<(), String> {
    let lens = if effort.with_truncation { 0..bytes.len() } else { 0..0 };
    for len in lens {
        if is_value(&bytes[..len])? {
            return Err(format!("the first {len} of {} bytes are also a value", bytes.len()));
        }
    }
    Ok(())
}

fn check_generated_value(case: &TypeUnderTest, choices: &[u8]) -> Result<(), String> {
    let RoundTripOfValue { bytes, reencoded, cloned, is_equal, offset_of_uncompared_byte, lossless } =
        (case.encode_and_decode)(choices).map_err(|error| error.to_string())?;
    if reencoded != bytes {
        return Err(format!("{bytes:02x?} was encoded again as {reencoded:02x?}"));
    }
    if cloned != bytes {
        return Err(format!("{bytes:02x?} was cloned as {cloned:02x?}"));
    }
    if let Some(offset) = offset_of_uncompared_byte {
        return Err(format!("{bytes:02x?} is equal to a value that differs in byte {offset}"));
    }
    if !is_equal {
        return Err(format!("{bytes:02x?} is decoded to another value"));
    }
    if lossless.as_ref() != Some(&bytes) {
        return Err(format!("{bytes:02x?} was encoded without loss as {lossless:02x?}"));
    }
    Ok(())
}

fn check_encoded_value(case: &TypeUnderTest, bytes: &[u8], effort: TestEffort) -> Result<(), String> {
    let Reencoded { bytes: again, serialized_len } =
        (case.decode_and_encode)(bytes).map_err(|error| error.to_string())?;
    if again != bytes {
        return Err(format!("was encoded again as {again:02x?}"));
    }
    if serialized_len != bytes.len() {
        return Err(format!("{} bytes, but `serialized_len` is {serialized_len}", bytes.len()));
    }
    let mut longer = bytes.to_vec();
    longer.push(0);
    match (case.decode_and_encode)(&longer) {
        Err(error) if error.kind() == (ErrorKind::TrailingBytes { left: 1 }) && error.offset() == bytes.len() => {}
        other => return Err(format!("with an extra byte: {other:?}")),
    }
    check_truncations(bytes, effort, |part| Ok((case.decode_and_encode)(part).is_ok()))
}

/// The TL names of all combinators that must have a case.
///
/// Excluded are combinators that the runtime supplies and those with number parameters. A default constructor of the
/// type `User` has the name `UserDefault`.
#[must_use]
pub fn combinators_to_test(schema: &Schema, section: Section) -> BTreeSet<String> {
    let is_bool = |ty: &Ty| matches!(ty, Ty::Boxed { ty, .. } if schema.ty(*ty).name.to_string() == "Bool");
    let of_section = schema.combinators.iter().filter(|combinator| combinator.section == section);
    let generated = of_section.filter(|combinator| {
        !combinator.declares_codec_type() && (section == Section::Functions || !is_bool(&combinator.result))
    });
    let alone = generated.filter(|combinator| combinator.params.iter().all(|param| param.kind == ParamKind::Type));
    alone.map(|combinator| combinator_name(schema, combinator)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::type_under_test::{decode_and_encode, encode_and_decode};

    const EFFORT: TestEffort =
        TestEffort { n_random: 1, budget: Budget { depth: 1, n_bytes: 1 }, with_truncation: true, n_damaged: 0 };

    /// The failures of a type that is tested with values of `a x:int = A`, which have 8 bytes.
    fn failures_of_one_type(decode_and_encode: fn(&[u8]) -> tl_runtime::Result<Reencoded>) -> Vec<String> {
        let (_, schema, _) = tl_parser::read_text("a.tl", "a x:int = A;");
        check_round_trips_of_bytes(
            &schema,
            &[TypeUnderTest {
                call_chain: &["a"],
                rust_type: "a type",
                decode_and_encode,
                encode_and_decode: encode_and_decode::<i32>,
                compare_view: None,
            }],
            0,
            EFFORT,
        )
        .0
    }

    fn assert_only_failure(decode_and_encode: fn(&[u8]) -> tl_runtime::Result<Reencoded>, failure: &str) {
        let failures = failures_of_one_type(decode_and_encode);
        assert_eq!(failures.len(), 3);
        assert!(failures[0].starts_with("a as a type with None: "), "{failures:?}");
        assert!(failures[0].contains(failure), "{failures:?}");
    }

    #[test]
    fn each_kind_of_round_trip_failure_is_found() {
        assert_eq!(failures_of_one_type(decode_and_encode::<i64>), [""; 0]);
        assert_only_failure(decode_and_encode::<i32>, "4 bytes left over at byte 4");
        assert_only_failure(
            |bytes| Ok(Reencoded { bytes: vec![0; 8], ..decode_and_encode::<i64>(bytes)? }),
            "was encoded again as [00, 00",
        );
        assert_only_failure(
            |bytes| Ok(Reencoded { serialized_len: 9, ..decode_and_encode::<i64>(bytes)? }),
            "8 bytes, but `serialized_len` is 9",
        );
        assert_only_failure(
            |bytes| Ok(Reencoded { bytes: bytes.to_vec(), serialized_len: bytes.len() }),
            "with an extra byte: Ok",
        );
        let accepts_half = |bytes: &[u8]| match bytes.len() {
            4 => decode_and_encode::<i32>(bytes),
            _ => decode_and_encode::<i64>(bytes),
        };
        assert_only_failure(accepts_half, "the first 4 of 8 bytes are also a value");
    }
}
