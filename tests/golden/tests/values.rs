//! Structs whose fields depend on a number: lengths, conditions and parameters. Encoding a value
//! that contradicts its number is an error.

use tl_golden::{counts, generic_types, numbers, repetitions, unused_flags};
use tl_runtime::views::Viewable as _;
use tl_runtime::{BareArgument, Combinator as _, Deserialize as _, ErrorKind, Lossless, Reader, Result, Serialize};

#[track_caller]
fn assert_encoding_disagrees<T: Serialize>(value: &T, expected: u32, found: u32) {
    let kind = value.to_bytes().map_err(|error| error.kind());
    assert_eq!(kind, Err(ErrorKind::Disagreement { expected, found }));
}

#[test]
fn lists_with_the_same_count_must_have_the_same_length() {
    let both = repetitions::constructors::Both { a: vec![1, 2], b: vec!["a".into()] };
    assert_encoding_disagrees(&both, 2, 1);
    let matrix = counts::constructors::Matrix { rows: vec![0.5] };
    let list = |head, tail| counts::constructors::List { head, tail };
    let lists = |list| counts::constructors::Lists { lists: vec![list] };
    assert_encoding_disagrees(&lists(list(vec![1], Some(Box::new(list(vec![], None))))), 1, 0);
    let counted = counts::constructors::Counted { xs: vec![1], m: matrix, ys: vec!["".into(); 3] };
    assert_eq!(counts::constructors::Counted::from_bytes(&counted.to_bytes().unwrap()), Ok(counted));
}

#[test]
fn optional_fields_must_match_the_flags_parameter() {
    let user_named = |name: Option<&str>| counts::constructors::User { name: name.map(Into::into), ..sample_user() };
    let users = |fields, user| counts::constructors::Users { fields, users: vec![], one: user, all: None };
    assert_encoding_disagrees(&users(1, user_named(None)), 1, 0);
    assert_encoding_disagrees(&users(0, user_named(Some("a"))), 0, 1);
    assert!(users(1, user_named(Some("a"))).to_bytes().is_ok());
}

fn sample_user() -> counts::constructors::User {
    counts::constructors::User::new(7)
}

#[test]
fn absent_flags_field_allows_no_optional_fields() {
    let chained = |more, a| numbers::constructors::Chained { more, a, ..numbers::constructors::Chained::default() };
    assert_encoding_disagrees(&chained(None, Some(1)), 0, 1);
    assert!(chained(Some(0), Some(1)).to_bytes().is_ok());
    assert!(chained(None, None).to_bytes().is_ok());
}

#[test]
fn spare_bits_of_a_number_survive_a_round_trip() -> Result<()> {
    use numbers::functions::LookUp;
    let look_up = LookUp { lt: Some(5), ..LookUp::new(1, 7) };
    let mut expected = Vec::from(LookUp::ID.to_le_bytes());
    expected.extend([0b11, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(look_up.to_bytes()?, expected);
    assert_eq!(LookUp::from_bytes(&expected)?, look_up);
    Ok(())
}

#[test]
fn unused_flags_field_is_no_struct_field() -> Result<()> {
    use unused_flags::{constructors, functions, types};
    let unused = constructors::Unused { a: 7 };
    let encoded = |flags: u32| [constructors::Unused::ID, flags, 7].map(u32::to_le_bytes).concat();
    assert_eq!(unused.to_bytes()?, encoded(0));
    assert_eq!(constructors::Unused::from_bytes(&encoded(5))?, unused);
    assert_eq!(Lossless::<constructors::Unused>::from_bytes(&encoded(5))?.to_bytes()?, encoded(5));

    let damaged = encoded(5);
    let strict = || Reader::new(&damaged).refuse_unknown_flags();
    let error = strict().read_all::<types::Unused>().unwrap_err();
    assert_eq!(error.to_string(), "unknown flags 0x5 at byte 4 in `unused.flags`");
    assert_eq!(strict().view_all::<types::Unused>().map(drop), Err(error));
    assert_eq!(constructors::Unused::view(&damaged)?.a, 7);

    let alone = [functions::GetUnused::ID, 0].map(u32::to_le_bytes).concat();
    assert_eq!(functions::GetUnused.to_bytes()?, alone);
    assert_eq!(format!("{:?}", functions::GetUnused::from_bytes(&alone)?), "getUnused { }");
    Ok(())
}

#[test]
fn unused_number_with_another_name_is_a_value() -> Result<()> {
    let numbers = unused_flags::constructors::Numbers { flags_extra: 1, flagship: u32::MAX, mode: 3 };
    assert_eq!(unused_flags::constructors::Numbers::from_bytes(&numbers.to_bytes()?)?, numbers);
    Ok(())
}

#[test]
fn constant_repetitions_are_arrays_and_bare_arguments_have_no_id() -> Result<()> {
    let table = repetitions::constructors::Table {
        names: vec!["a".into()],
        rows: vec![repetitions::records::TableRows { x: 1, y: 2, name: "b".into() }],
        fixed: [0.5, 1.5, 2.5],
        more: [1, 2].map(|a| repetitions::records::TableMore { a, b: Vec::new().into() }),
    };
    let bytes = table.to_bytes()?;
    let shown =
        r#"table { w: 1, h: 1, names: ["a"], rows: [table.rows { x: 1, y: 2, name: "b" }], fixed: [0.5, 1.5, 2.5]"#;
    assert!(format!("{table:?}").starts_with(shown), "{table:?}");
    let mut damaged = bytes;
    damaged[29] = 0xff;
    let error = repetitions::constructors::Table::from_bytes(&damaged).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
    assert!(error.to_string().contains("table.rows[0].name"), "{error}");

    let point = generic_types::constructors::Point { x: 1, y: 2 };
    let boxed = generic_types::types::Pair { left: point.clone(), right: 3 };
    let bare = generic_types::types::Pair { left: BareArgument(point), right: 3 };
    assert_eq!(boxed.to_bytes()?.len(), 20);
    assert_eq!(bare.to_bytes()?.len(), 16);
    Ok(())
}

#[test]
fn prelude_lines_declare_builtin_types() -> Result<()> {
    use tl_golden::tdlib_prelude::constructors::Note;
    let note = Note {
        id: 5,
        owner_id: -1,
        date: 7,
        title: "a".into(),
        key: vec![0xff].into(),
        data: vec![0xfe, 0xff].into(),
        hash: [9; 32],
    };
    let mut expected = Vec::from(Note::ID.to_le_bytes());
    expected.extend(5_i64.to_le_bytes().iter().chain(&(-1_i64).to_le_bytes()).chain(&7_i32.to_le_bytes()));
    expected.extend([1, b'a', 0, 0, 1, 0xff, 0, 0, 2, 0xfe, 0xff, 0]);
    expected.extend([9; 32]);
    assert_eq!(note.to_bytes()?, expected);
    assert_eq!(Note::from_bytes(&expected)?, note);
    let bytes_that_are_no_text = tl_golden::ton_prelude::constructors::Proof {
        data: vec![0xff].into(),
        parts: vec![vec![0xfe].into()],
        hash: [1; 32],
        nonce: [2; 16],
        boxed: tl_runtime::Builtin(vec![0xfd].into()),
    };
    let bytes = bytes_that_are_no_text.to_bytes()?;
    assert_eq!(tl_golden::ton_prelude::constructors::Proof::from_bytes(&bytes)?, bytes_that_are_no_text);
    Ok(())
}

#[test]
fn numbers_beyond_53_bits_are_neither_written_nor_read() -> Result<()> {
    use tl_golden::tdlib_prelude::constructors::{Fixed, Holder, Numbers};
    use tl_golden::tdlib_prelude::functions::GetNote;
    use tl_golden::tdlib_prelude::types::Maybe;
    use tl_runtime::{Int53, MAX_INT53};

    for id in [MAX_INT53, -MAX_INT53] {
        assert_eq!(GetNote::from_bytes(&GetNote { id }.to_bytes()?)?.id, id);
    }
    for id in [MAX_INT53 + 1, -MAX_INT53 - 1, i64::MIN, i64::MAX] {
        let refused = Err(ErrorKind::OutOfRange { value: id });
        let kind = |result: Result<Vec<u8>>| result.map_err(|error| error.kind());
        assert_eq!(kind(GetNote { id }.to_bytes()), refused);
        assert_eq!(kind(Numbers { one: Some(id), ..Numbers::new(vec![], vec![], vec![]) }.to_bytes()), refused);
        assert_eq!(kind(Numbers::new(vec![], vec![], vec![vec![id]]).to_bytes()), refused);
        assert_eq!(kind(Fixed { pair: [0, id], list: vec![] }.to_bytes()), refused);
        let some = Maybe::from(tl_golden::tdlib_prelude::constructors::MaybeSome { value: Int53(id) });
        let holder = Holder { maybe: some, all: Maybe::None, with_id: Int53(0).into() };
        assert_eq!(kind(holder.to_bytes()), refused);

        let mut bytes = Vec::from(GetNote::ID.to_le_bytes());
        bytes.extend(id.to_le_bytes());
        let error = GetNote::from_bytes(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutOfRange { value: id });
        assert_eq!((error.offset(), error.to_string().contains("getNote.id")), (4, true), "{error}");
    }
    Ok(())
}
