//! The answer to a request.

use alloc::vec::Vec;

use tl_runtime::{Bytes, Deserialize, KnownError, RpcError, Serialize};

use crate::cursor::Cursor;
use crate::object::checked_object_len;
use crate::rpc_error::{self, RpcErrorOnWire};
use crate::{InflationBudget, Result};

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
    /// [`Error::UnexpectedEnd`](crate::Error::UnexpectedEnd), [`Error::UnexpectedId`](crate::Error::UnexpectedId), and
    /// [`Error::ObjectLength`](crate::Error::ObjectLength) if the length of the result isn't a positive multiple of 4.
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

    /// The answer with a value of the request's result type.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn with_value<T: Serialize>(req_msg_id: i64, value: &T) -> Result<Self> {
        Ok(Self { req_msg_id, result: value.to_bytes()?.into() })
    }

    /// The answer with an error in place of a result.
    ///
    /// # Errors
    ///
    /// As [`Serialize::to_bytes`].
    pub fn with_error<K: KnownError>(req_msg_id: i64, error: &RpcError<K>) -> Result<Self> {
        Self::with_value(req_msg_id, &RpcErrorOnWire::new(error))
    }

    /// The result of the request, or the error in its place. A packed result is unpacked.
    ///
    /// `T` is the result type of the request, [`Function::Result`](tl_runtime::Function::Result), and `K` the enum of
    /// documented errors. Both follow from the type of the variable or function that receives the result. An error is
    /// found in place of any type: of a boxed type, `bool`, a vector, and of types without ids.
    ///
    /// ```
    /// use std::convert::Infallible;
    ///
    /// use tl_envelope::{InflationBudget, RpcResult};
    /// use tl_runtime::{Function, RpcError};
    ///
    /// /// `Infallible` stands for the enum of documented errors of a protocol.
    /// type Answer<F> = Result<<F as Function>::Result, RpcError<Infallible>>;
    ///
    /// fn answer_to<F: Function>(answer: RpcResult, budget: &mut InflationBudget) -> tl_envelope::Result<Answer<F>> {
    ///     answer.into_result(budget)
    /// }
    ///
    /// let refusal = RpcResult::with_error::<Infallible>(4, &RpcError::new(400, "PEER_ID_INVALID"))?;
    /// let result: Result<bool, RpcError<Infallible>> = refusal.into_result(&mut InflationBudget::default())?;
    /// assert_eq!(result.unwrap_err().message(), "PEER_ID_INVALID");
    /// # Ok::<(), tl_envelope::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`unpacked`](Self::unpacked), and [`Error::Codec`](crate::Error::Codec) if the result is neither a `T` nor an
    /// `rpc_error`.
    pub fn into_result<T: Deserialize, K: KnownError>(
        self,
        budget: &mut InflationBudget,
    ) -> Result<core::result::Result<T, RpcError<K>>> {
        let Self { result, .. } = self.unpacked(budget)?;
        match rpc_error::error_in_place_of::<T, K>(&result)? {
            Some(error) => Ok(Err(error)),
            None => Ok(Ok(T::from_shared(&result)?)),
        }
    }

    /// Encodes the answer.
    ///
    /// # Errors
    ///
    /// [`Error::ObjectLength`](crate::Error::ObjectLength) if the length of the result isn't a positive multiple of 4.
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
