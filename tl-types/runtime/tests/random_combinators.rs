//! Random combinators: the writer's buffering of words must not change any byte.

use tl_runtime::{Combinator, Declaration, ErrorKind, ListForm, Serialize, VECTOR_ID, Visitor};

/// One or several fields of a combinator.
#[derive(Clone, Debug)]
enum Part {
    Int(i32),
    Long(i64),
    Bool(bool),
    Int128([u8; 16]),
    Text(String),
    /// A flags field whose upper bits are added after all fields.
    Flags(u32),
    /// A conditional `int`, whose bit is in the last flags field.
    IntIf(Option<i32>),
    LongIf(Option<i64>),
    Boxed(Row),
    Bare(Row),
    /// A vector of bare rows.
    Rows(Vec<Row>),
    /// A repetition: items without a count.
    Repeated(Vec<Row>),
    Agree(u32),
}

#[derive(Clone, Debug)]
struct Row(Vec<Part>);

impl Combinator for Row {
    const DECLARATION: Declaration = Declaration { id: 0x1234_5678, least_size: 0, names: "row", tl: "row = Row;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut fields = vec![];
        for part in &self.0 {
            match part {
                Part::Int(value) => v.int(0, *value),
                Part::Long(value) => v.long(0, *value),
                Part::Bool(value) => v.boolean(0, *value),
                Part::Int128(value) => v.int128(0, value),
                Part::Text(value) => v.string(0, value),
                Part::Flags(bits) => {
                    let mut flags = v.flags(0, bits & 0xffff);
                    v.present(&mut flags, bits & 0xffff_0000, &Some(()));
                    fields.push(flags);
                }
                Part::IntIf(value) => v.conditional(fields.last_mut().expect("flags"), 1, 0, value),
                Part::LongIf(value) => {
                    if let Some((value, v)) = v.present(fields.last_mut().expect("flags"), 2, value) {
                        v.long(0, *value);
                    }
                }
                Part::Boxed(row) => v.object(0, row),
                Part::Bare(row) => v.bare(0, row),
                Part::Rows(rows) => v.list_with(0, ListForm::Boxed, rows, |row, v| v.bare(0, row)),
                Part::Repeated(rows) => {
                    v.list_with(0, ListForm::Repetition(rows.len() as u32), rows, |row, v| row.visit(v))
                }
                Part::Agree(found) => v.check_agreement(0, 0, *found),
            }
        }
        fields.into_iter().for_each(|flags| v.finish_flags(flags));
    }
}

/// The expected encoding of the fields of a row, written without a buffer.
fn unbuffered_encoding(row: &Row) -> Vec<u8> {
    let mut out: Vec<u8> = vec![];
    let mut last_flags = 0;
    for part in &row.0 {
        match part {
            Part::Int(value) => out.extend(value.to_le_bytes()),
            Part::Long(value) | Part::LongIf(Some(value)) => {
                if matches!(part, Part::LongIf(_)) {
                    out[last_flags] |= 2;
                }
                out.extend(value.to_le_bytes());
            }
            Part::Bool(value) => out.extend(if *value { [0xb5, 0x75, 0x72, 0x99] } else { [0x37, 0x97, 0x79, 0xbc] }),
            Part::Int128(value) => out.extend(value),
            Part::Text(value) => {
                out.push(u8::try_from(value.len()).expect("a short string"));
                out.extend(value.as_bytes());
                out.resize(out.len().next_multiple_of(4), 0);
            }
            Part::Flags(bits) => {
                last_flags = out.len();
                out.extend(bits.to_le_bytes());
            }
            Part::IntIf(Some(value)) => {
                out[last_flags] |= 1;
                out.extend(value.to_le_bytes());
            }
            Part::IntIf(None) | Part::LongIf(None) | Part::Agree(_) => {}
            Part::Boxed(row) => {
                out.extend(Row::ID.to_le_bytes());
                out.extend(unbuffered_encoding(row));
            }
            Part::Bare(row) => out.extend(unbuffered_encoding(row)),
            Part::Rows(rows) => {
                out.extend(VECTOR_ID.to_le_bytes());
                out.extend((rows.len() as u32).to_le_bytes());
                rows.iter().for_each(|row| out.extend(unbuffered_encoding(row)));
            }
            Part::Repeated(rows) => rows.iter().for_each(|row| out.extend(unbuffered_encoding(row))),
        }
    }
    out
}

fn random_row(rng: &mut fastrand::Rng, depth: u32) -> Row {
    let mut has_flags = false;
    let parts = (0..rng.usize(..24)).map(|_| {
        let bits = rng.u32(..) & !3;
        let n_kinds = if depth == 0 { 14 } else { 18 };
        match rng.u32(..n_kinds) {
            0..4 => Part::Int(rng.i32(..)),
            4..7 => Part::Long(rng.i64(..)),
            7 => Part::Bool(rng.bool()),
            8 => Part::Int128(rng.u128(..).to_le_bytes()),
            9 => Part::Text("x".repeat(rng.usize(..9))),
            10 | 11 if has_flags => Part::IntIf(rng.bool().then(|| rng.i32(..))),
            12 if has_flags => Part::LongIf(rng.bool().then(|| rng.i64(..))),
            10..14 => {
                has_flags = true;
                Part::Flags(bits)
            }
            14 => Part::Boxed(random_row(rng, depth - 1)),
            15 => Part::Bare(random_row(rng, depth - 1)),
            16 => Part::Rows((0..rng.usize(..3)).map(|_| random_row(rng, depth - 1)).collect()),
            _ => Part::Repeated((0..rng.usize(..3)).map(|_| random_row(rng, depth - 1)).collect()),
        }
    });
    Row(parts.collect())
}

#[test]
fn buffering_does_not_change_encodings() {
    let mut rng = fastrand::Rng::with_seed(7);
    // Miri takes a thousand times as long.
    for _ in 0..if cfg!(miri) { 20 } else { 5_000 } {
        let row = random_row(&mut rng, 3);
        let expected = [&Row::ID.to_le_bytes()[..], &unbuffered_encoding(&row)].concat();
        assert_eq!(row.to_bytes().unwrap(), expected, "{row:?}");
        assert_eq!(row.serialized_len(), Ok(expected.len()), "{row:?}");
        let mut out = vec![9; 3];
        row.append_to(&mut out).unwrap();
        assert_eq!(out[3..], expected, "{row:?}");
    }
}

/// Buffered words are written before the check that fails.
#[test]
fn offsets_of_errors_include_buffered_words() {
    for n_ints in 0..20 {
        let mut parts = vec![Part::Int(1); n_ints];
        parts.push(Part::Agree(1));
        let error = Row(parts).to_bytes().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disagreement { expected: 0, found: 1 });
        assert_eq!(error.offset(), 4 + 4 * n_ints);
    }
}
