//! `gzip_packed` in its wire form. The feature `gzip` unpacks it.

use tl_runtime::Visitor;

use crate::{Bare, Bytes, Combinator, Declaration, Reader};

/// `gzip_packed#3072cfa1 packed_data:string = Object;`, a compressed object.
///
/// On the wire: the id (4 bytes), `packed_data` with its length and padding. It is a combinator like the generated
/// ones, with [`Deserialize`](crate::Deserialize) and [`Serialize`](crate::Serialize).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GzipPacked {
    /// One gzip member (RFC 1952), at most 2^24 - 1 bytes.
    pub packed_data: Bytes,
}

impl Combinator for GzipPacked {
    const DECLARATION: Declaration = Declaration {
        id: 0x3072_cfa1,
        least_size: 4,
        names: "gzip_packed packed_data",
        tl: "gzip_packed#3072cfa1 packed_data:string = Object;",
    };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.bytes(0, &self.packed_data);
    }
}

impl Bare for GzipPacked {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        Self { packed_data: r.bytes(0) }
    }
}
