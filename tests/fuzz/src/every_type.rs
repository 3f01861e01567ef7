//! Decodes values of all types of both schemas; only with the feature `every-type`, which takes minutes to compile.

use std::collections::HashMap;
use std::sync::LazyLock;

use tl_tests::{API_TYPES_UNDER_TEST, MTPROTO_TYPES_UNDER_TEST, TypeUnderTest};
use tl_types::Limits;
use tl_types::envelope::id;

use crate::assertions::{assert_allocations_within, assert_error_is_sound, assert_only_bits_removed};

/// For each constructor id, the cases of all types that decode it.
static TYPES_BY_CONSTRUCTOR_ID: LazyLock<HashMap<u32, Vec<&TypeUnderTest>>> = LazyLock::new(|| {
    let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
    for (protocol, cases) in [("api", API_TYPES_UNDER_TEST), ("mtproto", MTPROTO_TYPES_UNDER_TEST)] {
        let schema = tl_tests::schema(protocol);
        let ids = schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator.id));
        let ids: HashMap<_, _> = ids.collect();
        for case in cases {
            by_id.entry(ids[case.call_chain[0]]).or_default().push(case);
        }
    }
    by_id
});

/// Compares the views and owned values of all types with the constructor id of the input.
pub(crate) fn compare_views_of_every_type(data: &[u8]) {
    let Some(cases) = id(data).and_then(|id| TYPES_BY_CONSTRUCTOR_ID.get(&id)) else { return };
    for compare_view in cases.iter().filter_map(|case| case.compare_view) {
        if let Err(difference) = compare_view(data) {
            // Views allocate nothing, so they accept values that exceed the allocation limit.
            assert!(difference.contains("TooLarge"), "{difference}");
        }
    }
}

/// Decodes and encodes the input with all types of its constructor id, then decodes and encodes the result once more.
pub(crate) fn check_decoding_of_every_type(data: &[u8]) {
    let Some(cases) = id(data).and_then(|id| TYPES_BY_CONSTRUCTOR_ID.get(&id)) else { return };
    for case in cases {
        // `decode_and_encode` also allocates while it encodes: the output vector is reallocated as it grows.
        let limits = Limits::default();
        let limits = limits.with_allocation(limits.allocation_factor + 4, limits.allocation_base);
        match assert_allocations_within(limits, data.len(), || (case.decode_and_encode)(data)) {
            Ok(reencoded) => {
                assert_eq!(reencoded.serialized_len, reencoded.bytes.len(), "{}", case.rust_type);
                assert_only_bits_removed(&reencoded.bytes, data);
                let again = (case.decode_and_encode)(&reencoded.bytes).expect("encoded bytes can be decoded");
                assert!(again == reencoded, "{}: a second encoding differs", case.rust_type);
            }
            Err(error) => assert_error_is_sound(&error, data),
        }
    }
}
