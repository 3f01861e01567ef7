//! `==` of generated values: it compares every field once, treats numbers as Rust does, and never encodes a value.
//!
//! That no field of any type is left out is tested with random values: see `check_round_trips_of_values` in
//! `tests/round-trip`.

use tl_golden::{late_flags, numbers, recursion, repetitions, shared_bits, values};
use tl_runtime::{ErrorKind, MAX_STRING_LEN, Serialize};

/// Asserts that values are equal to themselves, to their clones, and to no other value of the list.
#[track_caller]
fn assert_all_different<T: Clone + PartialEq + std::fmt::Debug>(values: &[T]) {
    for (i, a) in values.iter().enumerate() {
        for (j, b) in values.iter().enumerate() {
            assert_eq!(*a == b.clone(), i == j, "values {i} and {j}:\n{a:?}\n{b:?}");
            assert_eq!(a != b, i != j, "values {i} and {j}:\n{a:?}\n{b:?}");
        }
    }
}

/// `value`, and one changed copy for each of `changes`.
fn with_changes<T: Clone>(value: &T, changes: &[&dyn Fn(&mut T)]) -> Vec<T> {
    let changed = changes.iter().map(|change| {
        let mut copy = value.clone();
        change(&mut copy);
        copy
    });
    std::iter::once(value.clone()).chain(changed).collect()
}

fn value_with_every_type() -> values::constructors::Values {
    values::constructors::Values {
        i: 0,
        l: 0,
        d: 0.0,
        s: "".into(),
        b: vec![].into(),
        i128: [0; 16],
        i256: [0; 32],
        n: 0,
        yes: false,
    }
}

fn vectors_with_doubles(d: Vec<f64>) -> values::constructors::Vectors {
    let (s, b, i128, i256) = (vec![], vec![], vec![], vec![]);
    values::constructors::Vectors { i: vec![], l: vec![], d, s, b, i128, i256, n: vec![], yes: vec![] }
}

#[test]
fn a_change_of_any_required_field_makes_values_different() {
    assert_all_different(&with_changes(
        &value_with_every_type(),
        &[
            &|values| values.i = 1,
            &|values| values.i = i32::MIN,
            &|values| values.l = 1 << 32,
            &|values| values.d = f64::MIN_POSITIVE,
            &|values| values.s = "\0".into(),
            &|values| values.s = "\0\0\0\0".into(),
            &|values| values.b = vec![0].into(),
            &|values| values.b = vec![0; 4].into(),
            &|values| values.i128[15] = 1,
            &|values| values.i256[31] = 1,
            &|values| values.n = 1,
            &|values| values.yes = true,
        ],
    ));
}

#[test]
fn an_absent_field_differs_from_every_value() {
    assert_all_different(&with_changes(
        &values::constructors::Optional::default(),
        &[
            &|optional| optional.i = Some(0),
            &|optional| optional.i = Some(1),
            &|optional| optional.l = Some(0),
            &|optional| optional.d = Some(0.0),
            &|optional| optional.s = Some("".into()),
            &|optional| optional.b = Some(vec![].into()),
            &|optional| optional.i128 = Some([0; 16]),
            &|optional| optional.i256 = Some([0; 32]),
            &|optional| optional.n = Some(0),
            &|optional| optional.yes = Some(false),
            &|optional| optional.yes = Some(true),
            &|optional| optional.v = Some(vec![]),
            &|optional| optional.v = Some(vec![0]),
            &|optional| optional.v = Some(vec![0, 0]),
            &|optional| optional.w = Some(vec![]),
            &|optional| optional.w = Some(vec![false]),
        ],
    ));
}

#[test]
fn a_value_with_a_nan_differs_from_itself() {
    let required = values::constructors::Values { d: f64::NAN, ..value_with_every_type() };
    assert_ne!(required, required.clone());
    let optional = values::constructors::Optional { d: Some(f64::NAN), ..Default::default() };
    assert_ne!(optional, optional.clone());
    let vectors = vectors_with_doubles(vec![0.0, f64::NAN]);
    assert_ne!(vectors, vectors.clone());
    let nested = values::functions::CheckAll { values: required };
    assert_ne!(nested, nested.clone());
}

#[test]
fn negative_zero_equals_zero_although_its_bytes_differ() {
    let zero = value_with_every_type();
    let negative = values::constructors::Values { d: -0.0, ..value_with_every_type() };
    assert_eq!(zero, negative);
    assert_ne!(zero.to_bytes(), negative.to_bytes());
    assert_eq!(vectors_with_doubles(vec![0.0]), vectors_with_doubles(vec![-0.0]));
    let optional = |d| values::constructors::Optional { d: Some(d), ..Default::default() };
    assert_eq!(optional(0.0), optional(-0.0));
}

#[test]
fn nested_values_are_compared_through_pointers_vectors_and_options() {
    use recursion::{constructors as c, types as t};
    let twig = |label: &str| t::Tree::from(c::Twig { tree: t::Tree::Leaf.into(), label: label.into() });
    let node = |left: t::Tree, right: t::Tree| t::Tree::from(c::Node { left: left.into(), right: right.into() });
    assert_all_different(&[
        t::Tree::Leaf,
        twig(""),
        twig("a"),
        node(t::Tree::Leaf, t::Tree::Leaf),
        node(twig("a"), t::Tree::Leaf),
        node(t::Tree::Leaf, twig("a")),
        node(twig("a"), twig("a")),
        node(twig("a"), node(t::Tree::Leaf, t::Tree::Leaf)),
    ]);
    let list = |head, next: Option<c::List>| c::List { head, next: next.map(Into::into) };
    assert_all_different(&[
        list(0, None),
        list(1, None),
        list(0, Some(list(0, None))),
        list(0, Some(list(1, None))),
        list(1, Some(list(0, None))),
        list(0, Some(list(0, Some(list(0, None))))),
    ]);
}

#[test]
fn equality_does_not_mix_fields_of_inner_and_outer_value() {
    use late_flags::constructors::Late;
    let inner = |b, g| Late { b, g, ..Late::new(0, "") };
    let owner = |b, g, inner: Vec<Late>| Late { b, g, e: Some(inner), ..Late::new(0, "") };
    assert_all_different(&[
        owner(None, None, vec![]),
        owner(None, None, vec![inner(None, None)]),
        owner(Some(5), None, vec![inner(None, None)]),
        owner(None, Some(5), vec![inner(None, None)]),
        owner(None, None, vec![inner(Some(5), None)]),
        owner(None, None, vec![inner(None, Some(5))]),
        owner(None, None, vec![inner(None, Some(5)), inner(None, None)]),
        owner(None, None, vec![inner(None, None), inner(None, Some(5))]),
    ]);
}

#[test]
fn groups_are_compared_by_member() {
    use shared_bits::{constructors as c, groups, types as t};
    let shared = c::Shared::default();
    let group = |a, b: &str| Some(groups::SharedA { a, b: b.into() });
    let large = |id, f: t::Shared, g: Vec<u8>| Some(groups::SharedE { e: c::Peer { id }, f: f.into(), g: g.into() });
    assert_all_different(&with_changes(
        &shared,
        &[
            &|shared| shared.a = group(0, ""),
            &|shared| shared.a = group(1, ""),
            &|shared| shared.a = group(0, "a"),
            &|shared| shared.c = Some(vec![]),
            &|shared| shared.d = Some(c::Peer { id: 0 }),
            &|shared| shared.first = true,
            &|shared| shared.e = large(0, t::Shared::Other, vec![]),
            &|shared| shared.e = large(1, t::Shared::Other, vec![]),
            &|shared| shared.e = large(0, t::Shared::Other, vec![1]),
            &|shared| shared.e = large(0, c::Shared::default().into(), vec![]),
            &|shared| shared.e = large(0, c::Shared { first: true, ..c::Shared::default() }.into(), vec![]),
        ],
    ));
}

#[test]
fn spare_bits_of_a_number_are_compared() {
    use numbers::{constructors::Late, functions::LookUp};
    let late = |mode, b| Late { b, ..Late::new(0, mode) };
    assert_all_different(&[late(0, None), late(1 << 31, None), late(1 << 31, Some(0)), late(4, None)]);
    let look_up = |mode, id| LookUp::new(mode, id);
    assert_all_different(&[look_up(0, 0), look_up(1, 0), look_up(0, 1), look_up(1 << 30, 0)]);
}

#[test]
fn repetitions_and_arrays_are_compared_item_by_item() {
    use repetitions::{constructors as c, records};
    let row = |x, name: &str| records::TableRows { x, y: 0, name: name.into() };
    let more = || [0, 1].map(|a| records::TableMore { a, b: vec![].into() });
    let table = c::Table { names: vec![], rows: vec![], fixed: [0.0; 3], more: more() };
    assert_all_different(&with_changes(
        &table,
        &[
            &|table| table.names = vec!["".into()],
            &|table| table.rows = vec![row(0, "")],
            &|table| table.rows = vec![row(1, "")],
            &|table| table.rows = vec![row(0, "a")],
            &|table| table.rows = vec![row(0, ""), row(1, "")],
            &|table| table.rows = vec![row(1, ""), row(0, "")],
            &|table| table.fixed[2] = 1.0,
            &|table| table.more.swap(0, 1),
            &|table| table.more[1].b = vec![0].into(),
        ],
    ));
}

#[test]
fn values_that_cannot_be_encoded_are_compared() {
    let long = |len| values::constructors::Values { b: vec![7; len].into(), ..value_with_every_type() };
    let (a, b) = (long(MAX_STRING_LEN + 1), long(MAX_STRING_LEN + 2));
    assert_eq!(a.to_bytes().unwrap_err().kind(), ErrorKind::StringTooLong { len: MAX_STRING_LEN + 1 });
    assert_all_different(&[a, b]);
    // The number of names must be that of the numbers.
    let both = |a, b: &str| repetitions::constructors::Both { a, b: vec![b.into(); 2] };
    assert!(both(vec![1], "a").to_bytes().is_err());
    assert_all_different(&[both(vec![1], "a"), both(vec![2], "a"), both(vec![1], "b")]);
}
