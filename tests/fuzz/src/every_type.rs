//! Values of all types of the schemas: read, written, and read again.

use std::collections::HashMap;
use std::sync::LazyLock;

use tl_tests::{API, Case, MTPROTO};
use tl_types::Limits;
use tl_types::envelope::id;

use crate::bound::within;
use crate::decode::{has_fewer_bits, refused};

/// What reads and writes the combinator of an id.
static CASES: LazyLock<HashMap<u32, Vec<&Case>>> = LazyLock::new(|| {
    let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
    for (protocol, cases) in [("api", API), ("mtproto", MTPROTO)] {
        let schema = crate::seeds::load(protocol);
        let ids = schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator.id));
        let ids: HashMap<_, _> = ids.collect();
        for case in cases {
            by_id.entry(ids[case.calls[0]]).or_default().push(case);
        }
    }
    by_id
});

/// Looks at a value of the type that its id is of, and at the owned one.
pub(crate) fn view(data: &[u8]) {
    let Some(cases) = id(data).and_then(|id| CASES.get(&id)) else { return };
    for viewed in cases.iter().filter_map(|case| case.viewed) {
        if let Err(difference) = viewed(data) {
            // Views allocate nothing, so that limits of that don't count.
            assert!(difference.contains("TooLarge"), "{difference}");
        }
    }
}

/// Reads a value of the type that its id is of, writes it, and does so again with what was written.
pub(crate) fn decode(data: &[u8]) {
    let Some(cases) = id(data).and_then(|id| CASES.get(&id)) else { return };
    for case in cases {
        // What is written is allocated too, as often as the vector grows.
        let limits = Limits::default();
        let limits = limits.with_allocation(limits.allocation_factor + 4, limits.allocation_base);
        match within(limits, data.len(), || (case.back)(data)) {
            Ok(back) => {
                assert_eq!(back.len, back.bytes.len(), "{}", case.rust);
                has_fewer_bits(&back.bytes, data);
                let again = (case.back)(&back.bytes).expect("what was written can be read");
                assert!(again == back, "{}: a second value is written otherwise", case.rust);
            }
            Err(error) => refused(&error, data),
        }
    }
}
