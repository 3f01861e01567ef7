//! The answer to a request.

use alloc::vec::Vec;

use super::Result;
use super::cursor::Cursor;
use super::object::checked_object_len;
use crate::Bytes;

/// Id of `rpc_result`.
pub const RPC_RESULT_ID: u32 = 0xf35c_6d01;

/// `rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;`.
///
/// On the wire: the id (4 bytes), `req_msg_id` (8), and the result, which takes all remaining bytes because its length
/// isn't encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpcResult {
    /// The `msg_id` of the request.
    pub req_msg_id: i64,
    /// A value of the request's result type, an `rpc_error`, or `gzip_packed` of either: at least 4 bytes, a multiple
    /// of 4.
    pub result: Bytes,
}

impl RpcResult {
    /// Decodes an answer that takes all of `bytes`. The result is copied from `bytes`.
    ///
    /// # Errors
    ///
    /// [`Error::UnexpectedEnd`](super::Error::UnexpectedEnd), [`Error::UnexpectedId`](super::Error::UnexpectedId), and
    /// [`Error::ObjectLength`](super::Error::ObjectLength) if the length of the result isn't a positive multiple of 4.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::from_shared(&Bytes::copy_from_slice(bytes))
    }

    /// Like [`from_bytes`](Self::from_bytes), but the result shares the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_shared(bytes: &Bytes) -> Result<Self> {
        let mut cursor = Cursor::new(bytes);
        cursor.expect_id(RPC_RESULT_ID)?;
        Ok(Self { req_msg_id: cursor.take_long()?, result: cursor.take_last_object()? })
    }

    /// Encodes the answer.
    ///
    /// # Errors
    ///
    /// [`Error::ObjectLength`](super::Error::ObjectLength) if the length of the result isn't a positive multiple of 4.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the encoded answer to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is unchanged then.
    pub fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let len = checked_object_len(self.result.len(), 0)?;
        out.reserve(len.saturating_add(12));
        out.extend_from_slice(&RPC_RESULT_ID.to_le_bytes());
        out.extend_from_slice(&self.req_msg_id.to_le_bytes());
        out.extend_from_slice(&self.result);
        Ok(())
    }
}
