//! Built-in types behind a constructor id, such as `Int` from `int ? = Int`.

use core::ops::{Deref, DerefMut};

use crate::observe::Observer;
use crate::read::{Deserialize, Reader};
use crate::table::ProtocolNames;
use crate::write::{Serialize, Writer};

/// A value of a built-in type, preceded by the constructor id `ID` of its declaration.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Builtin<T, const ID: u32>(pub T);

impl<T, const ID: u32> Deref for Builtin<T, ID> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T, const ID: u32> DerefMut for Builtin<T, ID> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T, const ID: u32> From<T> for Builtin<T, ID> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize, const ID: u32> Serialize for Builtin<T, ID> {
    fn serialize(&self, mut w: Writer<'_>) {
        w.put_id(ID);
        w.write(&self.0);
    }

    fn observe(&self, o: &mut dyn Observer) {
        o.builtin_id(ID);
        self.0.observe(o);
    }
}

impl<T: Deserialize, const ID: u32> Deserialize for Builtin<T, ID> {
    const LEAST_SIZE: usize = 4 + T::LEAST_SIZE;
    const IDS: &'static [u32] = &[ID];
    const NAMES: ProtocolNames = T::NAMES;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let id = r.constructor_id(Self::IDS);
        r.expect_id(id, ID);
        Self(T::deserialize(r))
    }
}
