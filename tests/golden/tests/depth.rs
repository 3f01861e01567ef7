//! The depth limit counts levels of TL values. The layout in memory makes no difference, and all readers and writers
//! count the same levels.

use tl_golden::depth::constructors::{
    First, Forest, FourthMore, Grove, Large, Link, Second, Small, Smaller, Smallest, Third, Tree, Wide, Wood,
};
use tl_golden::depth::types;
use tl_runtime::views::Viewable;
use tl_runtime::{Bytes, Deserialize, ErrorKind, Limits, Lossless, Reader, Serialize, Writer};

/// The result of one attempt: the position of the value that is too deep, or success.
type DepthVerdict = Result<(), (ErrorKind, usize)>;

fn depth_verdict<T>(result: tl_runtime::Result<T>) -> DepthVerdict {
    result.map(drop).map_err(|error| (error.kind(), error.offset()))
}

/// The verdict of every reader and writer about one value, which must be the same.
fn common_depth_verdict<T>(value: &T, depth: u32) -> DepthVerdict
where
    T: Serialize + Deserialize + Viewable,
{
    let limits = Limits::default().with_depth(depth);
    let bytes = Bytes::from(value.to_bytes().expect("a value within the default limits"));
    let reader = || Reader::new(&bytes).with_limits(limits);
    let owned = depth_verdict(reader().read_all::<T>());
    let lossless = Lossless::<T>::from_bytes(&bytes).expect("a value within the default limits");
    let others = [
        depth_verdict(Reader::shared(&bytes).with_limits(limits).read_all::<T>()),
        depth_verdict(reader().view_all::<T>()),
        depth_verdict(reader().check_all::<T>()),
        depth_verdict(Reader::shared(&bytes).with_limits(limits).owned_view_all::<T>()),
        depth_verdict(Lossless::<T>::read(reader())),
        depth_verdict(lossless.to_bytes_with(limits)),
        depth_verdict(Writer::append(&mut Vec::new(), limits, |w| value.serialize(w))),
    ];
    assert_eq!(others, [owned; 7], "depth {depth}");
    owned
}

/// Asserts that a value needs exactly the depth limit `n_levels`, and that with a lower limit the value at the offset
/// of its first level beyond the limit is refused.
#[track_caller]
fn assert_needed_depth<T>(value: &T, offsets: &[usize])
where
    T: Serialize + Deserialize + Viewable,
{
    for depth in 0..6 {
        let expected = match offsets.get(depth as usize) {
            Some(offset) => Err((ErrorKind::TooDeep, *offset)),
            None => Ok(()),
        };
        assert_eq!(common_depth_verdict(value, depth), expected, "depth {depth}");
    }
}

#[test]
fn values_in_fields_add_the_same_levels_in_every_layout() {
    let end = types::Link::End;
    let link = |next| types::Link::Link(Link { next: Box::new(next) });
    assert_needed_depth(&link(link(link(end.clone()))), &[4, 8, 12]);

    let third = Third { next: types::Fourth::End };
    let first = types::First::First(First { next: types::Second::Second(Second { next: third.into() }) });
    assert_needed_depth(&first, &[4, 8, 12]);
    let fourth = FourthMore { next: link(end) };
    let third = types::Third::Third(Third { next: fourth.into() });
    let first = types::First::First(First { next: types::Second::Second(Second { next: third }) });
    assert_needed_depth(&first, &[4, 8, 12, 16, 20]);

    let wide = |next| types::Wide::Wide(Box::new(Wide { a: [0; 32], b: [0; 32], next: Box::new(next) }));
    assert_needed_depth(&wide(wide(wide(types::Wide::End))), &[68, 136, 204]);
}

#[test]
fn values_in_conditional_fields_add_the_same_levels_in_every_layout() {
    let large = |next| Large { a: [0; 32], b: [0; 32], c: [0; 32], next };
    assert_needed_depth(&large(Some(Box::new(large(Some(Box::new(large(None))))))), &[104, 208]);
    let small = Small { next: Some(Smaller { next: Some(Smallest { x: Some(1) }) }) };
    assert_needed_depth(&small, &[8, 16]);
}

#[test]
fn vectors_add_one_level_and_their_items_add_none() {
    let tree = |items| Tree { items };
    assert_needed_depth(&tree(vec![tree(vec![]), tree(vec![tree(vec![])])]), &[12, 24, 48]);
    let forest = Forest { items: vec![Wood { items: vec![Grove { items: vec![1, 2] }] }] };
    assert_needed_depth(&forest, &[12, 20, 28]);
}
