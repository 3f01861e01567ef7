//! `gzip_packed` in its wire form. Packing and unpacking, in `packing`, need the feature `gzip`.

use tl_runtime::{Bare, Bytes, Call, Combinator, Declaration, RawObject, Reader, Visitor};

use crate::object::id;

/// Id of `gzip_packed`.
const GZIP_PACKED_ID: u32 = 0x3072_cfa1;

/// `gzip_packed#3072cfa1 packed_data:string = Object;`, a compressed object.
///
/// On the wire: the id (4 bytes), `packed_data` with its length and padding. It is a combinator like the generated
/// ones, with [`Deserialize`](tl_runtime::Deserialize) and [`Serialize`](tl_runtime::Serialize). The functions `pack`,
/// `pack_with` and `unpack` need the feature `gzip`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GzipPacked {
    /// One or several gzip members (RFC 1952), together at most 2^24 - 1 bytes.
    pub packed_data: Bytes,
}

impl Combinator for GzipPacked {
    const DECLARATION: Declaration = Declaration {
        id: GZIP_PACKED_ID,
        least_size: 4,
        names: "gzip_packed packed_data",
        tl: "gzip_packed#3072cfa1 packed_data:string = Object;",
    };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.bytes(0, &self.packed_data);
    }
}

/// A packed call, which functions with a field `!X` take too.
impl Call for GzipPacked {
    type Result = RawObject;
}

impl Bare for GzipPacked {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        Self { packed_data: r.bytes(0) }
    }
}

#[cfg(not(feature = "gzip"))]
impl GzipPacked {
    /// Unpacks the object, which needs the feature `gzip`.
    ///
    /// # Errors
    ///
    /// [`Error::GzipIsOff`](crate::Error::GzipIsOff).
    pub fn unpack(&self, _budget: &mut crate::InflationBudget) -> crate::Result<Bytes> {
        Err(crate::Error::GzipIsOff)
    }
}

pub(crate) fn is_gzip_packed(object: &[u8]) -> bool {
    id(object) == Some(GZIP_PACKED_ID)
}
