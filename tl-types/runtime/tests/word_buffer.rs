//! Strings and vectors after buffered words: the bytes must be those of an encoding without buffering.

use tl_runtime::{
    Bytes, Combinator, Declaration, ErrorKind, Limits, ListForm, MAX_STRING_LEN, Serialize, Visitor, Writer,
};

/// The field that follows the numbers.
enum LastField {
    Bytes(Bytes),
    Vector(Vec<i32>),
    BareVector(Vec<i32>),
}

/// A combinator of some numbers and one more field.
struct Row {
    ints: Vec<i32>,
    last: LastField,
}

impl Combinator for Row {
    const DECLARATION: Declaration = Declaration { id: 0x0a0b_0c0d, least_size: 4, names: "row", tl: "row = Row;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        self.ints.iter().for_each(|int| v.int(0, *int));
        match &self.last {
            LastField::Bytes(bytes) => v.bytes(1, bytes),
            LastField::Vector(items) => v.list(1, ListForm::Boxed, items),
            LastField::BareVector(items) => v.list(1, ListForm::Bare, items),
        }
        v.int(2, -1);
    }
}

/// The expected encoding of a row, written without a buffer.
fn unbuffered_encoding(row: &Row) -> Vec<u8> {
    let mut out = 0x0a0b_0c0d_u32.to_le_bytes().to_vec();
    out.extend(row.ints.iter().flat_map(|int| int.to_le_bytes()));
    match &row.last {
        LastField::Bytes(bytes) => {
            match bytes.len() {
                len @ 0..254 => out.push(len as u8),
                len => out.extend([254, len as u8, (len >> 8) as u8, (len >> 16) as u8]),
            }
            out.extend(bytes);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        LastField::Vector(items) | LastField::BareVector(items) => {
            if matches!(row.last, LastField::Vector(_)) {
                out.extend(0x1cb5_c415_u32.to_le_bytes());
            }
            out.extend((items.len() as u32).to_le_bytes());
            out.extend(items.iter().flat_map(|int| int.to_le_bytes()));
        }
    }
    out.extend([0xff; 4]);
    out
}

fn assert_encoding(row: &Row) {
    let expected = unbuffered_encoding(row);
    assert_eq!(row.serialized_len(), Ok(expected.len()));
    assert!(row.to_bytes().unwrap() == expected);
    // Writes into vectors with exact capacity and with spare capacity: existing bytes stay, and the vector isn't
    // reallocated.
    for room in [0, 1, 5, 16] {
        let mut out = Vec::with_capacity(3 + expected.len() + room);
        out.extend([1, 2, 3]);
        let address = out.as_ptr();
        row.append_to(&mut out).unwrap();
        assert!(out[..3] == [1, 2, 3] && out[3..] == expected && out.as_ptr() == address);
    }
}

#[test]
fn strings_and_vectors_follow_buffered_words() {
    // Miri takes minutes for all of them.
    let (step, long_lens) = if cfg!(miri) { (13, [300, 301]) } else { (1, [1 << 16, (1 << 16) + 1]) };
    for n_ints in 0..8 {
        let ints = || (1..=n_ints).map(|int| int * 0x0102_0304).collect();
        for len in (0..300).step_by(step).chain(long_lens) {
            let bytes = (0..len).map(|byte: u32| byte as u8 | 1).collect();
            assert_encoding(&Row { ints: ints(), last: LastField::Bytes(bytes) });
        }
        for len in 0..5 {
            assert_encoding(&Row { ints: ints(), last: LastField::Vector((0..len).collect()) });
            assert_encoding(&Row { ints: ints(), last: LastField::BareVector((0..len).collect()) });
        }
    }
}

#[test]
fn offsets_of_errors_include_buffered_words() {
    for n_ints in 0..8 {
        let ints = || vec![7; n_ints];
        let offset = 4 + 4 * n_ints;
        let error =
            Row { ints: ints(), last: LastField::Bytes(vec![0; MAX_STRING_LEN + 1].into()) }.to_bytes().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::StringTooLong { len: MAX_STRING_LEN + 1 }, offset));
        for last in [LastField::Vector(vec![0; 2]), LastField::BareVector(vec![0; 2])] {
            let limits = Limits::default().with_items(1);
            let row = Row { ints: ints(), last };
            let error = Writer::append(&mut Vec::new(), limits, |w| row.serialize(w)).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::TooManyItems { len: 2 }, offset));
        }
    }
}
