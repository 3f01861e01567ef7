//! [`Serialize`] and [`Deserialize`] for the types that the language itself knows, boxed or bare as a type argument
//! stands for them: `int` in `Vector<int>`, `Bool` in a result.

use bytes::Bytes;

use crate::{Deserialize, Reader, Result, Serialize, Sharing, Sink, Text, Writer};

macro_rules! number {
    ($ty:ty, $size:literal, $write:ident) => {
        impl Serialize for $ty {
            #[inline]
            fn serialize<W: Sink>(&self, w: &mut Writer<W>) {
                w.$write(*self);
            }

            fn serialize_items<W: Sink>(items: &[Self], w: &mut Writer<W>) {
                const BATCH: usize = 64;
                for batch in items.chunks(BATCH) {
                    let mut bytes = [0; BATCH * $size];
                    for (place, item) in bytes.as_chunks_mut::<$size>().0.iter_mut().zip(batch) {
                        *place = item.to_le_bytes();
                    }
                    w.put(&bytes[..batch.len() * $size]);
                }
            }
        }

        impl Deserialize for $ty {
            const LEAST_SIZE: usize = $size;

            #[inline]
            fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self> {
                r.chunk().map(<$ty>::from_le_bytes)
            }

            fn deserialize_items<S: Sharing>(r: &mut Reader<'_, S>, count: u32) -> Result<Vec<Self>> {
                let chunks = r.chunks::<$size>(count, size_of::<Self>())?;
                Ok(chunks.iter().map(|chunk| <$ty>::from_le_bytes(*chunk)).collect())
            }
        }
    };
}

number!(u32, 4, nat);
number!(i32, 4, int);
number!(i64, 8, long);
number!(f64, 8, double);

macro_rules! leaf {
    ($ty:ty, $least:literal, $read:ident, |$self:ident, $w:ident| $write:expr) => {
        impl Serialize for $ty {
            #[inline]
            fn serialize<W: Sink>(&$self, $w: &mut Writer<W>) {
                $write;
            }
        }

        impl Deserialize for $ty {
            const LEAST_SIZE: usize = $least;

            #[inline]
            fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self> {
                r.$read()
            }
        }
    };
}

leaf!(bool, 4, truth, |self, w| w.boolean(*self));
leaf!([u8; 16], 16, chunk, |self, w| w.int128(self));
leaf!([u8; 32], 32, chunk, |self, w| w.int256(self));
leaf!(Text, 4, text, |self, w| w.string(self));
leaf!(Bytes, 4, byte_string, |self, w| w.bytes(self));

/// `Vector<T>`, with its id and with boxed items.
impl<T: Serialize> Serialize for Vec<T> {
    fn serialize<W: Sink>(&self, w: &mut Writer<W>) {
        w.vector(self);
    }
}

impl<T: Deserialize> Deserialize for Vec<T> {
    const LEAST_SIZE: usize = 8;

    fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self> {
        let count = r.vector_header()?;
        T::deserialize_items(r, count)
    }
}
