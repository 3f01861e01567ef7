//! From the error as it stands on the wire to the typed one.

use crate::api::RpcError;
use crate::mtproto::types;

/// `rpc_error#2144ca19 error_code:int error_message:string = RpcError;` is of [`mtproto`](crate::mtproto), what its
/// message means is told by [`api`](crate::api).
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
