//! A call that is encoded as a number, as the interpreter writes it in a schema without a function to call.
//!
//! It is no function, so that a test of a wrapper needs no second schema. Invariant: it takes 4 bytes.

use tl_runtime::{Call, Deserialize, Observer, Reader, Serialize, Writer};

/// A number in place of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntCall(i32);

impl Serialize for IntCall {
    fn serialize(&self, w: Writer<'_>) {
        self.0.serialize(w);
    }

    fn observe(&self, o: &mut dyn Observer) {
        self.0.observe(o);
    }
}

impl Deserialize for IntCall {
    const LEAST_SIZE: usize = i32::LEAST_SIZE;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        Self(i32::deserialize(r))
    }
}

impl Call for IntCall {
    type Result = i32;
}
