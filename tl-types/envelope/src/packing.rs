//! Packing and unpacking of `gzip_packed`.

use alloc::vec::Vec;

use tl_runtime::{Bytes, Limits};

use crate::gzip::{self, Stop};
use crate::object::{checked_object_len, object_length_error};
use crate::packed::is_gzip_packed;
use crate::{Error, GzipPacked, InflationBudget, Result};

impl GzipPacked {
    /// Packs an object for a receiver with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`pack_with`](Self::pack_with).
    pub fn pack(object: &[u8]) -> Result<Self> {
        Self::pack_with(object, &Limits::default())
    }

    /// Packs an object for a receiver with other limits, of which [`Limits::inflation`]
    /// applies.
    ///
    /// # Errors
    ///
    /// If the result could not be unpacked: [`Error::ObjectLength`] if the object's length isn't a positive multiple of
    /// 4 or doesn't fit 32 bits, [`Error::TooMuchInflated`] if it exceeds the limit, [`Error::NestedGzip`] if it is
    /// packed already. A result of 2^24 bytes or more is refused when it is encoded.
    pub fn pack_with(object: &[u8], limits: &Limits) -> Result<Self> {
        let len = checked_object_len(object.len(), 0)?;
        let announced = u32::try_from(len).map_err(|_| object_length_error(len, 0))?;
        InflationBudget::new(limits).charge(len)?;
        if is_gzip_packed(object) {
            return Err(Error::NestedGzip);
        }
        Ok(Self { packed_data: gzip::pack_member(object, announced).into() })
    }

    /// Unpacks the object. Several gzip members are one content.
    ///
    /// Inflation stops where the budget ends. It doesn't start if the last 4 bytes state a length above the budget
    /// which data of this size can have. At most twice the inflated size plus 1 KiB is allocated, and 11 KiB of state.
    ///
    /// # Errors
    ///
    /// [`Error::Gzip`] if the data is cut or damaged, or has other bytes after its members;
    /// [`Error::TooMuchInflated`] if the content exceeds the budget. In [`Error::Unpacked`]: [`Error::ObjectLength`] if
    /// the content is no object. [`Error::NestedGzip`] if the object is packed again.
    pub fn unpack(&self, budget: &mut InflationBudget) -> Result<Bytes> {
        let content = inflate(&self.packed_data, budget)?;
        checked_object_len(content.len(), 0).map_err(Error::wrapped_in_gzip_packed)?;
        if is_gzip_packed(&content) {
            return Err(Error::NestedGzip);
        }
        Ok(content.into())
    }
}

/// Inflates all members of `bytes`, and subtracts the inflated bytes from the budget.
fn inflate(bytes: &[u8], budget: &mut InflationBudget) -> Result<Vec<u8>> {
    let left = budget.left();
    let stated = gzip::stated_len(bytes).filter(|stated| *stated > left);
    if let Some(announced) = stated {
        return Err(Error::TooMuchInflated { announced, left });
    }
    match gzip::inflate_members(bytes, left) {
        Ok(content) => {
            budget.charge(content.len())?;
            Ok(content)
        }
        Err((n_inflated, Stop::Fault(fault))) => {
            budget.charge(n_inflated)?;
            Err(Error::Gzip(fault))
        }
        Err((_, Stop::LimitReached)) => {
            budget.charge(left)?;
            Err(Error::TooMuchInflated { announced: left.saturating_add(1), left })
        }
    }
}
