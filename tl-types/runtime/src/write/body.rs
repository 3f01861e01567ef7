//! Writing of one body: numbers that stand in a row are put at once.
//!
//! Bodies and the methods here are inlined, and before a conditional field or a value of another type everything is put;
//! what waits for a string goes to the function that puts it, and what waits for a vector is put with its count. So the
//! compiler knows at nearly each place of a body which words wait: at the others, behind an `if` around several fields, it
//! looks. What it leaves of this are values in registers, and one look at the sink's room for up to 4 words (an id, its
//! flags and the numbers that follow) instead of one for each.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Serialize, Sink, Writer};
use crate::combinator::Combinator;
use crate::text::Text;
use crate::visit::{Flags, Visitor};
use crate::{Bytes, VECTOR_ID, bool_id};

/// How many words wait at most: one more, and all of them are put.
const N_WORDS: usize = 3;

/// A writer that holds words back until it sees what follows.
///
/// Only [`ready`](Self::ready) gives out the writer, so that nothing overtakes a word. Builds that aren't optimised, for which
/// the assertions of debug builds stand, call the methods: inlined, each call would take stack of its own.
pub(super) struct Body<'a, W> {
    writer: &'a mut Writer<W>,
    words: [u32; N_WORDS],
    n_words: usize,
}

impl<'a, W: Sink> Body<'a, W> {
    /// Writes the id, if it is there, and the fields.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn write<T: Combinator>(writer: &'a mut Writer<W>, id: Option<u32>, value: &T) {
        let mut body = Self { writer, words: [0; N_WORDS], n_words: 0 };
        if let Some(id) = id {
            body.word(id);
        }
        value.visit(&mut body);
        body.ready();
    }

    /// All words are set anew: to set one of them by its index would keep them in memory.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn word(&mut self, word: u32) {
        let [a, b, c] = self.words;
        match self.n_words {
            0 => (self.words, self.n_words) = ([word, 0, 0], 1),
            1 => (self.words, self.n_words) = ([a, word, 0], 2),
            2 => (self.words, self.n_words) = ([a, b, word], 3),
            _ => {
                self.n_words = 0;
                self.put([a, b, c, word]);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn two_words(&mut self, [a, b, c, d, e, f, g, h]: [u8; 8]) {
        self.word(u32::from_le_bytes([a, b, c, d]));
        self.word(u32::from_le_bytes([e, f, g, h]));
    }

    #[inline]
    fn put<const N: usize>(&mut self, words: [u32; N]) {
        self.writer.put(words.map(u32::to_le_bytes).as_flattened());
    }

    /// The writer, once everything that waits was put.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ready(&mut self) -> &mut Writer<W> {
        let [a, b, c] = self.words;
        match self.n_words {
            0 => {}
            1 => self.put([a]),
            2 => self.put([a, b]),
            _ => self.put([a, b, c]),
        }
        self.n_words = 0;
        self.writer
    }

    /// How many items there are, if a reader takes as many.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn count(&mut self, len: usize) -> u32 {
        self.writer.count_behind(4 * self.n_words, len)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn items<T>(&mut self, items: &[T], show: impl Fn(&T, &mut Self)) {
        if self.ready().enter() {
            for item in items {
                show(item, self);
                self.ready();
            }
            self.writer.leave();
        }
    }
}

/// Methods that leave everything to the writer.
macro_rules! by_the_writer {
    ($($name:ident $(<$param:ident: $bound:ident>)?($($arg:ident: $ty:ty),+);)*) => {$(
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn $name $(<$param: $bound>)?(&mut self, $($arg: $ty),+) {
            self.ready().$name($($arg),+);
        }
    )*};
}

impl<W: Sink> Visitor for Body<'_, W> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn flags(&mut self, _field: u32, bits: u32) -> Flags {
        let place = self.writer.sink.position() + 4 * self.n_words;
        self.word(bits);
        Flags { bits: 0, place }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn nat(&mut self, _field: u32, value: u32) {
        self.word(value);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn int(&mut self, _field: u32, value: i32) {
        self.word(value.cast_unsigned());
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn long(&mut self, _field: u32, value: i64) {
        self.two_words(value.to_le_bytes());
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn double(&mut self, _field: u32, value: f64) {
        self.two_words(value.to_le_bytes());
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn boolean(&mut self, _field: u32, value: bool) {
        self.word(bool_id(value));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn string(&mut self, field: u32, value: &str) {
        self.bytes(field, value.as_bytes());
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bytes(&mut self, _field: u32, value: &[u8]) {
        let [a, b, c] = self.words;
        match self.n_words {
            0 => self.writer.bytes_behind::<0>(0, value),
            1 => self.writer.bytes_behind::<1>(a.into(), value),
            2 => self.writer.bytes_behind::<2>(u64::from(a) | u64::from(b) << 32, value),
            _ => {
                self.put([a]);
                self.writer.bytes_behind::<2>(u64::from(b) | u64::from(c) << 32, value);
            }
        }
        self.n_words = 0;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn vector<T: Serialize>(&mut self, _field: u32, items: &[T]) {
        let count = self.count(items.len());
        self.word(VECTOR_ID);
        self.word(count);
        self.ready().items(items);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bare_vector<T: Serialize>(&mut self, _field: u32, items: &[T]) {
        let count = self.count(items.len());
        self.word(count);
        self.ready().items(items);
    }

    fn vector_with<T>(&mut self, _field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.ready().vector_header(false, items.len());
        self.items(items, show);
    }

    fn bare_vector_with<T>(&mut self, _field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.ready().vector_header(true, items.len());
        self.items(items, show);
    }

    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.ready().repeats(field, n, items.len());
        self.items(items, show);
    }

    by_the_writer! {
        add_flags(flags: Flags);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        object<T: Serialize>(field: u32, value: &T);
        object_indirect<T: Serialize>(field: u32, value: &T);
        bare<T: Combinator>(field: u32, value: &T);
        bare_indirect<T: Combinator>(field: u32, value: &T);
        agree(field: u32, expected: u32, found: u32);
        combinator<T: Combinator>(value: &T);
        indirect<T: Combinator>(value: &T);
        unit(id: u32, name: &'static str);
        ints(items: &[i32]);
        longs(items: &[i64]);
        nat_if(flags: &mut Flags, bit: u32, field: u32, value: Option<u32>);
        int_if(flags: &mut Flags, bit: u32, field: u32, value: Option<i32>);
        long_if(flags: &mut Flags, bit: u32, field: u32, value: Option<i64>);
        double_if(flags: &mut Flags, bit: u32, field: u32, value: Option<f64>);
        float_if(flags: &mut Flags, bit: u32, field: u32, value: Option<f32>);
        boolean_if(flags: &mut Flags, bit: u32, field: u32, value: Option<bool>);
        int128_if(flags: &mut Flags, bit: u32, field: u32, value: &Option<[u8; 16]>);
        int256_if(flags: &mut Flags, bit: u32, field: u32, value: &Option<[u8; 32]>);
        string_if(flags: &mut Flags, bit: u32, field: u32, value: &Option<Text>);
        bytes_if(flags: &mut Flags, bit: u32, field: u32, value: &Option<Bytes>);
        object_if<T: Serialize>(flags: &mut Flags, bit: u32, field: u32, value: &Option<T>);
        object_indirect_if<T: Serialize>(flags: &mut Flags, bit: u32, field: u32, value: &Option<Box<T>>);
        bare_if<T: Combinator>(flags: &mut Flags, bit: u32, field: u32, value: &Option<T>);
        bare_indirect_if<T: Combinator>(flags: &mut Flags, bit: u32, field: u32, value: &Option<Box<T>>);
        vector_if<T: Serialize>(flags: &mut Flags, bit: u32, field: u32, value: &Option<Vec<T>>);
        bare_vector_if<T: Serialize>(flags: &mut Flags, bit: u32, field: u32, value: &Option<Vec<T>>);
    }
}
