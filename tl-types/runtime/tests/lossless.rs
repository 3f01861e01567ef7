//! Lossless reading of everything that strict reading accepts, up to the last byte of its memory budget.

use tl_runtime::{Bare, Combinator, Declaration, ErrorKind, Limits, Lossless, Reader, Text, VECTOR_ID, Visitor};

/// `node flags:# text:flags.0?string nodes:flags.1?Vector<Node> = Node;`
#[derive(Clone, Debug, Default, PartialEq)]
struct Node {
    text: Option<Text>,
    nodes: Option<Vec<Node>>,
}

impl Combinator for Node {
    const DECLARATION: Declaration = Declaration { id: 9, least_size: 4, names: "node flags text nodes", tl: "" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, 0);
        v.conditional(&mut flags, 1, 1, &self.text);
        v.conditional(&mut flags, 2, 2, &self.nodes);
        v.finish_flags(flags);
    }
}

impl Bare for Node {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        let flags = r.flags(0, 3);
        Self { text: r.string_if(flags & 1, 1), nodes: r.vector_if(flags & 2, 2) }
    }
}

/// Appends a random node whose flags field may have unknown bits.
fn push_random_node(rng: &mut fastrand::Rng, depth: u32, out: &mut Vec<u32>) {
    let (has_text, has_nodes) = (rng.bool(), depth > 0 && rng.u8(..8) > 0);
    let unknown = if rng.bool() { rng.u32(..) & !3 } else { 0 };
    out.extend([9, unknown | u32::from(has_text) | u32::from(has_nodes) << 1]);
    if has_text {
        out.extend([u32::from_le_bytes(*b"\x06abc"), u32::from_le_bytes(*b"def\0")]);
    }
    if has_nodes {
        let n_nodes = rng.u32(..4);
        out.extend([VECTOR_ID, n_nodes]);
        (0..n_nodes).for_each(|_| push_random_node(rng, depth - 1, out));
    }
}

fn bytes_of(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A chain of `depth` nodes; the innermost has `width` children. All nodes have unknown bits.
fn chain_encoding(depth: usize, width: u32) -> Vec<u8> {
    let mut words = [9, 0x8000_0002, VECTOR_ID, 1].repeat(depth - 1);
    words.extend([9, 0x8000_0002, VECTOR_ID, width]);
    words.extend([9, 0x8000_0000].repeat(width as usize));
    bytes_of(&words)
}

/// The smallest memory budget with which a strict reader accepts the input.
fn least_budget(bytes: &[u8]) -> usize {
    let accepts = |budget: &usize| read_strictly(bytes, *budget).is_ok();
    let mut refused = 0;
    let mut accepted = 1 << 30;
    assert!(accepts(&accepted));
    if accepts(&0) {
        return 0;
    }
    while accepted - refused > 1 {
        let middle = refused.midpoint(accepted);
        if accepts(&middle) { accepted = middle } else { refused = middle }
    }
    accepted
}

fn read_strictly(bytes: &[u8], budget: usize) -> tl_runtime::Result<Node> {
    reader_with_budget(bytes, budget).read_all()
}

fn reader_with_budget(bytes: &[u8], budget: usize) -> Reader<'_> {
    Reader::new(bytes).with_limits(Limits::default().with_allocation(0, budget))
}

/// Checks that a lossless reader accepts the input with the same budgets as a strict one, and writes the same bytes.
fn assert_same_verdicts(bytes: &[u8]) {
    let least = least_budget(bytes);
    for budget in [least.saturating_sub(1), least, least + 1] {
        let lossless = Lossless::<Node>::read(reader_with_budget(bytes, budget));
        match read_strictly(bytes, budget) {
            Ok(value) => {
                let lossless = lossless.unwrap();
                assert_eq!(*lossless, value);
                assert_eq!(lossless.to_bytes().unwrap(), bytes);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::TooLarge);
                assert_eq!(lossless.unwrap_err(), error);
            }
        }
    }
}

#[test]
fn lossless_reading_accepts_what_strict_reading_accepts() {
    let mut rng = fastrand::Rng::with_seed(11);
    let mut n_odd = 0;
    // Miri takes a thousand times as long.
    let (n_inputs, depth) = if cfg!(miri) { (10, 2) } else { (500, 6) };
    for _ in 0..n_inputs {
        let mut words = vec![];
        push_random_node(&mut rng, depth, &mut words);
        let bytes = bytes_of(&words);
        n_odd += usize::from(!Lossless::<Node>::from_bytes(&bytes).unwrap().is_canonical());
        assert_same_verdicts(&bytes);
    }
    assert!(n_odd > n_inputs / 5, "{n_odd}");
}

/// Oddities at the end of long paths: each of 100,000 items is 191 steps away from the root.
#[test]
fn oddities_on_long_paths_fit_the_budget() {
    let many = if cfg!(miri) { 10 } else { 100_000 };
    for (depth, width) in [(1, 0), (1, many), (64, 1), (64, many)] {
        assert_same_verdicts(&chain_encoding(depth, width));
    }
}

#[test]
fn an_edit_keeps_all_other_bytes() {
    let bytes = chain_encoding(3, 3);
    let mut value = Lossless::<Node>::from_bytes(&bytes).unwrap();
    let items = |node: &mut Node| node.nodes.take().unwrap();
    let mut inner = items(&mut value);
    let mut innermost = items(&mut inner[0]);
    innermost[0].nodes.as_mut().unwrap()[1].text = Some("x".into());
    inner[0].nodes = Some(innermost);
    value.nodes = Some(inner);
    let mut expected = bytes.clone();
    let changed = bytes.len() - 12;
    expected[changed] |= 1;
    expected.splice(changed + 4..changed + 4, [1, b'x', 0, 0]);
    assert_eq!(value.to_bytes().unwrap(), expected);
}
