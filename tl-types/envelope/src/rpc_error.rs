//! `rpc_error`, with which a server answers in place of a result.

use tl_runtime::{Bare, Combinator, Declaration, Deserialize, KnownError, Reader, RpcError, Text, Visitor};

use crate::Result;
use crate::object::id;

/// Id of `rpc_error`.
pub const RPC_ERROR_ID: u32 = 0x2144_ca19;

/// `rpc_error#2144ca19 error_code:int error_message:string = RpcError;`.
pub(crate) struct RpcErrorOnWire {
    error_code: i32,
    error_message: Text,
}

impl RpcErrorOnWire {
    pub(crate) fn new<K: KnownError>(error: &RpcError<K>) -> Self {
        Self { error_code: error.code(), error_message: error.message().into() }
    }
}

impl Combinator for RpcErrorOnWire {
    const DECLARATION: Declaration = Declaration {
        id: RPC_ERROR_ID,
        least_size: 8,
        names: "rpc_error error_code error_message",
        tl: "rpc_error#2144ca19 error_code:int error_message:string = RpcError;",
    };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.int(0, self.error_code);
        v.string(1, &self.error_message);
    }
}

impl Bare for RpcErrorOnWire {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        Self { error_code: r.int(0), error_message: r.string(1) }
    }
}

/// The error in place of a result of type `T`; `None` if `object` should be decoded as a `T`.
///
/// A type without ids, such as `i64`, may have a value whose bytes start like an error. For such a type an error is
/// only an object that can be decoded as one.
pub(crate) fn error_in_place_of<T: Deserialize, K: KnownError>(object: &[u8]) -> Result<Option<RpcError<K>>> {
    if id(object) != Some(RPC_ERROR_ID) {
        return Ok(None);
    }
    match RpcErrorOnWire::from_bytes(object) {
        Ok(error) => Ok(Some(RpcError::new(error.error_code, &error.error_message))),
        Err(_) if T::IDS.is_empty() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
