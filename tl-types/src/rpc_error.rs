//! Conversion of the error on the wire to the typed error.

use crate::api::RpcError;
use crate::mtproto::types;

/// `rpc_error#2144ca19 error_code:int error_message:string = RpcError;` is declared by [`mtproto`](crate::mtproto), and
/// the type of its message is determined by [`api`](crate::api).
impl From<&types::RpcError> for RpcError {
    fn from(error: &types::RpcError) -> Self {
        Self::new(error.error_code, &error.error_message)
    }
}

impl From<types::RpcError> for RpcError {
    fn from(error: types::RpcError) -> Self {
        Self::from(&error)
    }
}
