//! `fields_are_equal` agrees with a derived `PartialEq`.

use tl_runtime::{Combinator, Declaration, MAX_STRING_LEN, Serialize, Text, Visitor, fields_are_equal};

/// A struct with a derived `PartialEq`, for comparison.
#[derive(Clone, Debug, Default, PartialEq)]
struct Leaf {
    is_red: bool,
    a: Option<i32>,
    b: Option<i32>,
}

impl Combinator for Leaf {
    const DECLARATION: Declaration = Declaration { id: 1, least_size: 4, names: "leaf", tl: "leaf = Leaf;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, self.is_red.into());
        v.int_if(&mut flags, 2, 1, self.a);
        v.int_if(&mut flags, 4, 2, self.b);
        v.finish_flags(flags);
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Nothing,
    Leaf(Leaf),
    Tree(Box<Tree>),
}

impl Serialize for Either {
    fn serialize<V: Visitor>(&self, v: &mut V) {
        match self {
            Self::Nothing => v.unit(3, "nothing"),
            Self::Leaf(leaf) => v.combinator(leaf),
            Self::Tree(tree) => v.indirect(&**tree),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Tree {
    number: u32,
    double: f64,
    float: f32,
    long: i64,
    is_set: bool,
    hash: Option<[u8; 16]>,
    key: Option<[u8; 32]>,
    text: Option<Text>,
    bytes: Vec<u8>,
    bare: Leaf,
    other: Option<Leaf>,
    either: Option<Either>,
    longs: Vec<i64>,
    leaves: Option<Vec<Leaf>>,
    more: Option<Vec<Leaf>>,
    repeated: Vec<i32>,
}

impl Combinator for Tree {
    const DECLARATION: Declaration = Declaration { id: 2, least_size: 4, names: "tree", tl: "tree = Tree;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, 0);
        v.nat(1, self.number);
        v.double(2, self.double);
        v.float(3, self.float);
        v.long(4, self.long);
        v.boolean(5, self.is_set);
        v.int128_if(&mut flags, 1, 6, &self.hash);
        v.int256_if(&mut flags, 2, 7, &self.key);
        v.string_if(&mut flags, 4, 8, &self.text);
        v.bytes(9, &self.bytes);
        v.bare(10, &self.bare);
        v.bare_if(&mut flags, 8, 11, &self.other);
        v.object_if(&mut flags, 16, 12, &self.either);
        v.vector(13, &self.longs);
        v.vector_if(&mut flags, 32, 14, &self.leaves);
        if let Some(more) = &self.more {
            v.bare_vector_with(15, more, |leaf, v| v.bare(tl_runtime::NO_FIELD, leaf));
        }
        v.repetition(16, 2, &self.repeated, |item, v| v.int(tl_runtime::NO_FIELD, *item));
        v.finish_flags(flags);
    }
}

/// A default tree, and trees that each differ from it in few fields.
fn changed_trees() -> Vec<Tree> {
    let tree = Tree::default();
    let leaf = |a, b| Leaf { is_red: false, a, b };
    let (empty, left, right) = (leaf(None, None), leaf(Some(0), None), leaf(None, Some(0)));
    let mut trees = vec![tree.clone()];
    let mut add = |change: &dyn Fn(&mut Tree)| {
        let mut changed = tree.clone();
        change(&mut changed);
        trees.push(changed);
    };
    add(&|tree| tree.number = 1);
    add(&|tree| tree.double = 1.0);
    add(&|tree| tree.double = -0.0);
    add(&|tree| tree.double = f64::NAN);
    add(&|tree| tree.float = f32::NAN);
    add(&|tree| tree.float = f32::MIN_POSITIVE);
    add(&|tree| tree.long = 1);
    add(&|tree| tree.is_set = true);
    add(&|tree| tree.hash = Some([0; 16]));
    add(&|tree| tree.key = Some([0; 32]));
    for text in ["", "\0", "\0\0\0\0", "a"] {
        add(&|tree| tree.text = Some(text.into()));
        add(&|tree| tree.bytes = text.into());
    }
    for leaf in [&empty, &left, &right, &Leaf { is_red: true, ..left.clone() }] {
        add(&|tree| tree.bare = leaf.clone());
        add(&|tree| tree.other = Some(leaf.clone()));
        add(&|tree| tree.either = Some(Either::Leaf(leaf.clone())));
        add(&|tree| tree.leaves = Some(vec![leaf.clone()]));
        add(&|tree| tree.more = Some(vec![leaf.clone()]));
        add(&|tree| tree.more = Some(vec![leaf.clone(), empty.clone()]));
        add(&|tree| tree.more = Some(vec![empty.clone(), leaf.clone()]));
        add(&|tree| (tree.leaves, tree.more) = (Some(vec![leaf.clone()]), Some(vec![])));
    }
    add(&|tree| tree.either = Some(Either::Nothing));
    add(&|tree| tree.either = Some(Either::Tree(Box::default())));
    add(&|tree| tree.either = Some(Either::Tree(Box::new(Tree { longs: vec![0], ..Tree::default() }))));
    for len in 1..4 {
        add(&|tree| tree.longs = vec![0; len]);
        add(&|tree| tree.leaves = Some(vec![empty.clone(); len]));
        add(&|tree| tree.more = Some(vec![empty.clone(); len]));
        add(&|tree| tree.repeated = vec![0; len]);
    }
    trees
}

#[test]
fn fields_are_equal_like_derived_eq() {
    let trees = changed_trees();
    for a in &trees {
        for b in &trees {
            assert_eq!(fields_are_equal(a, b), a == b, "{a:?}\n{b:?}");
        }
    }
    assert!(trees.iter().filter(|tree| !fields_are_equal(*tree, tree)).count() == 2, "both with a NaN");
}

#[test]
fn values_that_cannot_be_encoded_are_compared() {
    let long = Tree { bytes: vec![7; MAX_STRING_LEN + 1], ..Tree::default() };
    assert!(long.to_bytes().is_err());
    assert!(fields_are_equal(&long, &long.clone()));
    assert!(!fields_are_equal(&long, &Tree { bytes: vec![7; MAX_STRING_LEN + 2], ..Tree::default() }));
}

/// A leaf, followed by a field whose index equals that of a field in the leaf.
struct Outer(Leaf, Option<i32>);

impl Combinator for Outer {
    const DECLARATION: Declaration = Declaration { id: 4, least_size: 4, names: "outer", tl: "outer = Outer;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.bare(0, &self.0);
        v.int_if(&mut Default::default(), 1, 1, self.1);
    }
}

#[test]
fn fields_of_nested_structs_are_kept_apart() {
    let (without, with) = (Leaf::default(), Leaf { a: Some(5), ..Leaf::default() });
    assert!(!fields_are_equal(&Outer(with.clone(), None), &Outer(without.clone(), Some(5))));
    assert!(fields_are_equal(&Outer(with.clone(), Some(5)), &Outer(with, Some(5))));
}

/// A number, and a `true` field that must agree with its lowest bit.
struct Dependent(u32, bool);

impl Combinator for Dependent {
    const DECLARATION: Declaration =
        Declaration { id: 5, least_size: 4, names: "dependent", tl: "dependent = Dependent;" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.nat(0, self.0);
        v.check_agreement(1, self.0 & 1, self.1.into());
    }
}

#[test]
fn a_bit_stored_in_another_field_is_compared() {
    assert!(Dependent(1, false).to_bytes().is_err());
    assert!(!fields_are_equal(&Dependent(1, false), &Dependent(1, true)));
    assert!(fields_are_equal(&Dependent(1, false), &Dependent(1, false)));
}
