//! Flags fields: the bits of conditional fields are back-patched at the right position.

use tl_runtime::{
    Bare, Combinator, Declaration, Deserialize, ErrorKind, Limits, Lossless, MAX_STRING_LEN, Reader, Serialize, Text,
    Visitor, Writer, debug,
};

/// A combinator written in the form that the generator emits.
#[derive(Clone, Default, PartialEq)]
struct Tree {
    is_red: bool,
    size: Option<i32>,
    inner: Option<Vec<Tree>>,
    name: Option<Text>,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        debug(self, f)
    }
}

impl Combinator for Tree {
    const DECLARATION: Declaration = Declaration {
        id: 7,
        least_size: 8,
        names: "tree flags size is_red inner flags2 name",
        tl: "tree flags:# size:flags.0?int is_red:flags.1?true inner:flags.31?Vector<Tree> flags2:# name:flags2.0?string = Tree;",
    };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, u32::from(self.is_red) << 1);
        v.conditional(&mut flags, 1, 1, &self.size);
        v.true_field(2, self.is_red);
        v.conditional(&mut flags, 1 << 31, 3, &self.inner);
        let mut flags2 = v.flags(4, 0);
        v.conditional(&mut flags2, 1, 5, &self.name);
        v.finish_flags(flags);
        v.finish_flags(flags2);
    }
}

impl Bare for Tree {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        let flags = r.flags(0, 0x8000_0003);
        let size = r.int_if(flags & 1, 1);
        let inner = r.vector_if(flags & (1 << 31), 3);
        let flags2 = r.flags(4, 1);
        Self { is_red: flags & 2 != 0, size, inner, name: r.string_if(flags2 & 1, 5) }
    }
}

fn sample_tree() -> Tree {
    let leaf = Tree { is_red: true, name: Some("leaf".into()), ..Tree::default() };
    Tree { size: Some(-1), inner: Some(vec![leaf, Tree::default()]), ..Tree::default() }
}

/// The encoding of the tree, with additional bits in the flags of the first leaf.
fn sample_encoding(unknown: u32) -> Vec<u8> {
    let words = [7, 0x8000_0001, u32::MAX, 0x1cb5_c415, 2, 7, 2 | unknown, 1];
    let mut bytes: Vec<_> = words.iter().flat_map(|word: &u32| word.to_le_bytes()).collect();
    bytes.extend_from_slice(b"\x04leaf\0\0\0");
    bytes.extend([7_u32, 0, 0, 0].iter().flat_map(|word| word.to_le_bytes()));
    bytes
}

#[test]
fn bits_are_written_to_their_flags_field() {
    let (tree, encoding) = (sample_tree(), sample_encoding(0));
    assert_eq!(tree.to_bytes().unwrap(), encoding);
    assert_eq!(tree.serialized_len(), Ok(encoding.len()));
    assert_eq!(Tree::from_bytes(&encoding), Ok(tree.clone()));

    // The encoding after 5 other bytes, which must not change.
    let behind = [&[0; 5][..], &encoding].concat();
    let mut out = vec![0; 5];
    tree.append_to(&mut out).unwrap();
    assert_eq!(out, behind);

    // The encodings of two values with one writer.
    let mut out = Vec::new();
    Writer::append(&mut out, Limits::default(), |mut w| {
        w.write(&tree);
        w.write(&tree);
    })
    .unwrap();
    assert_eq!(out, encoding.repeat(2));
}

#[test]
fn lossless_writes_unknown_bits_again() {
    let encoding = sample_encoding(1 << 30);
    let mut kept = Lossless::<Tree>::from_bytes(&encoding).unwrap();
    assert_eq!(kept.to_bytes().unwrap(), encoding);
    kept.inner.as_mut().unwrap()[0].size = Some(0);
    let bytes = kept.to_bytes().unwrap();
    assert_eq!(bytes[24..32], [3, 0, 0, 0x40, 0, 0, 0, 0]);
}

#[test]
fn no_bytes_of_a_failed_value_are_written() {
    let mut tree = sample_tree();
    tree.name = Some("x".repeat(MAX_STRING_LEN + 1).into());
    let mut out = vec![0; 5];
    let error = tree.append_to(&mut out).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StringTooLong { len: MAX_STRING_LEN + 1 });
    assert_eq!(out, [0; 5]);
    let error = Writer::append(&mut out, Limits::default().with_depth(0), |w| sample_tree().serialize(w)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::TooDeep, 20));
    assert_eq!(out, [0; 5]);
}

#[test]
fn debug_shows_set_bits_and_errors_name_fields() {
    let shown = "tree { inner: [tree { is_red: true, name: \"leaf\" }, tree { }] }";
    let tree = Tree { size: None, ..sample_tree() };
    assert_eq!(format!("{tree:?}"), shown);
    // Damages the padding of the leaf's name.
    let mut encoding = sample_encoding(0);
    encoding[39] = 1;
    let error = Tree::from_bytes(&encoding).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NonZeroPadding);
    assert_eq!(error.to_string().rsplit(' ').next(), Some("`tree.inner[0].name`"));
}
