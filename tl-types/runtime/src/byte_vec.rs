//! `Vec<u8>` as a value of type `bytes`, for code that is generated with `BytesType::Vec`.
//!
//! It is never a vector of small numbers: TL has no type of one byte. Invariant: its bytes on the wire are those of
//! [`Bytes`](crate::Bytes).

use alloc::vec::Vec;

use crate::field_path::NO_FIELD;
use crate::observe::Observer;
use crate::read::{Deserialize, Reader};
use crate::visit::Visitor;
use crate::write::{Serialize, Writer};

impl Serialize for Vec<u8> {
    #[inline]
    fn serialize(&self, mut w: Writer<'_>) {
        w.byte_slice(NO_FIELD, self);
    }

    fn observe(&self, o: &mut dyn Observer) {
        o.bytes(NO_FIELD, self);
    }

    #[inline]
    fn visit_field<V: Visitor>(&self, field: u32, v: &mut V) {
        v.byte_slice(field, self);
    }
}

impl Deserialize for Vec<u8> {
    const LEAST_SIZE: usize = 4;

    #[inline]
    fn deserialize(r: &mut Reader<'_>) -> Self {
        r.byte_vec(NO_FIELD)
    }
}

#[cfg(feature = "views")]
impl crate::views::Viewable for Vec<u8> {
    type Owned = Self;
    type View<'a> = &'a [u8];
    const LEAST_SIZE: usize = 4;

    fn read_owned(r: &mut Reader<'_>) -> Self {
        r.byte_vec(NO_FIELD)
    }

    #[inline]
    fn parse<'a, P: crate::views::Parser<'a>>(r: &mut P) -> &'a [u8] {
        r.bytes(NO_FIELD)
    }

    #[inline]
    fn skip<M: crate::views::SkipMode>(rest: &[u8], mode: M) -> crate::views::Rest<'_> {
        mode.bytes(rest)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use crate::{Bytes, Deserialize, Limits, Reader, Serialize};

    #[test]
    fn bytes_on_the_wire_are_those_of_the_shared_type() {
        for len in [0, 1, 3, 253, 254, 1000] {
            let bytes = vec![7; len];
            let encoded = bytes.to_bytes().unwrap();
            assert_eq!(encoded, Bytes::from(bytes.clone()).to_bytes().unwrap());
            assert_eq!(Vec::<u8>::from_bytes(&encoded).unwrap(), bytes);
            assert_eq!(
                Vec::<u8>::from_bytes(&encoded[..len]).unwrap_err(),
                Bytes::from_bytes(&encoded[..len]).unwrap_err()
            );
        }
        let list = vec![vec![1_u8, 2], vec![]];
        assert_eq!(Vec::<Vec<u8>>::from_bytes(&list.to_bytes().unwrap()).unwrap(), list);
    }

    #[test]
    fn memory_is_limited_also_when_the_input_is_shared() {
        let encoded = Bytes::from(vec![7_u8; 1000].to_bytes().unwrap());
        let read =
            |reader: Reader<'_>| reader.with_limits(Limits::default().with_allocation(0, 999)).read_all::<Vec<u8>>();
        assert!(read(Reader::new(&encoded)).is_err());
        assert!(read(Reader::shared(&encoded)).is_err());
    }
}
