//! Encoding of one combinator, with consecutive numbers combined into one write.
//!
//! Up to three words (4 bytes each) wait in the buffer until the fields after them are known. A string or a vector is
//! written together with the waiting words; a conditional field or a value of another type flushes them first. With all
//! methods inlined, the compiler knows at nearly every field how many words wait, so the buffer becomes registers. The
//! vector then checks its capacity once for up to four words instead of once for each. Only after an `if` around
//! several fields is the number of waiting words a run-time value.
//!
//! Invariant: bytes reach the vector in the order of the wire, because only `flush` hands out the writer.

use bytes::Bytes;

use super::string::put_words_and_string;
use super::{PendingFlags, Serialize, Writer};
use crate::combinator::Combinator;
use crate::int53::is_int53;
use crate::observe::ListForm;
use crate::visit::Visitor;
use crate::wire_constants::{VECTOR_ID, bool_id};

/// Capacity of the buffer in words. One more word flushes the buffer.
const N_WORDS: usize = 3;

/// A visitor that buffers words and passes everything else to its writer.
pub(super) struct WordBuffer<'a> {
    writer: Writer<'a>,
    words: [u32; N_WORDS],
    n_words: usize,
}

/// Inlines methods in release builds only: in debug builds, each inlined call would need stack of its own.
macro_rules! inline_in_release {
    ($($method:item)*) => {$(
        #[cfg_attr(not(debug_assertions), inline(always))]
        $method
    )*};
}

impl<'a> WordBuffer<'a> {
    #[inline]
    fn write_words<const N: usize>(&mut self, words: [u32; N]) {
        self.writer.put(words.map(u32::to_le_bytes).as_flattened());
    }

    inline_in_release! {
        /// Encodes a combinator: the id, unless it is `None`, and the fields.
        pub(super) fn write_combinator<T: Combinator>(writer: Writer<'a>, id: Option<u32>, value: &T) {
            let mut buffer = Self { writer, words: [0; N_WORDS], n_words: 0 };
            if let Some(id) = id {
                buffer.push(id);
            }
            value.visit(&mut buffer);
            buffer.flush();
        }

        /// Buffers a word. If the buffer is already full, writes the buffered words and this word instead.
        ///
        /// The whole array is assigned, because an assignment by index would keep the array in memory.
        fn push(&mut self, word: u32) {
            let [a, b, c] = self.words;
            match self.n_words {
                0 => (self.words, self.n_words) = ([word, 0, 0], 1),
                1 => (self.words, self.n_words) = ([a, word, 0], 2),
                2 => (self.words, self.n_words) = ([a, b, word], 3),
                _ => {
                    self.n_words = 0;
                    self.write_words([a, b, c, word]);
                }
            }
        }

        fn push_two(&mut self, [a, b, c, d, e, f, g, h]: [u8; 8]) {
            self.push(u32::from_le_bytes([a, b, c, d]));
            self.push(u32::from_le_bytes([e, f, g, h]));
        }

        /// Writes the buffered words and returns the writer.
        fn flush(&mut self) -> &mut Writer<'a> {
            let [a, b, c] = self.words;
            match self.n_words {
                0 => {}
                1 => self.write_words([a]),
                2 => self.write_words([a, b]),
                _ => self.write_words([a, b, c]),
            }
            self.n_words = 0;
            &mut self.writer
        }

        /// Writes the buffered words and a string together.
        fn put_string(&mut self, value: &[u8]) {
            let [a, b, c] = self.words;
            match self.n_words {
                0 => put_words_and_string::<0>(&mut self.writer, 0, value),
                1 => put_words_and_string::<1>(&mut self.writer, a.into(), value),
                2 => put_words_and_string::<2>(&mut self.writer, u64::from(a) | u64::from(b) << 32, value),
                _ => {
                    self.write_words([a]);
                    put_words_and_string::<2>(&mut self.writer, u64::from(b) | u64::from(c) << 32, value);
                }
            }
            self.n_words = 0;
        }

        /// The number of items as a word. Above the limit, records an error and returns 0.
        fn checked_item_count(&mut self, len: usize) -> u32 {
            self.writer.checked_item_count(4 * self.n_words, len)
        }

        fn items<T>(&mut self, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
            if self.flush().enter() {
                for item in items {
                    visit_item(item, self);
                    self.flush();
                }
                self.writer.leave();
            }
        }
    }
}

/// Defines methods that flush the buffer and call the same method of the writer.
macro_rules! forward_to_writer {
    ($($name:ident $(<$param:ident: $bound:ident>)?($($arg:ident: $ty:ty),+);)*) => {
        inline_in_release! {$(
            fn $name $(<$param: $bound>)?(&mut self, $($arg: $ty),+) {
                self.flush().$name($($arg),+);
            }
        )*}
    };
}

impl<'w> Visitor for WordBuffer<'w> {
    type Flags = PendingFlags;
    /// Values of conditional fields are not buffered: the number of waiting words after them would be a run-time value.
    type Conditional = Writer<'w>;

    inline_in_release! {
        fn flags(&mut self, _field: u32, bits: u32) -> PendingFlags {
            let position = self.writer.out.len() + 4 * self.n_words;
            self.push(bits);
            PendingFlags::new(position)
        }

        fn present<'a, 'v, T>(
            &'v mut self,
            flags: &mut PendingFlags,
            bit: u32,
            value: &'a Option<T>,
        ) -> Option<(&'a T, &'v mut Writer<'w>)> {
            self.flush().present(flags, bit, value)
        }

        fn nat(&mut self, _field: u32, value: u32) {
            self.push(value);
        }

        fn int(&mut self, _field: u32, value: i32) {
            self.push(value.cast_unsigned());
        }

        fn long(&mut self, _field: u32, value: i64) {
            self.push_two(value.to_le_bytes());
        }

        fn int53(&mut self, field: u32, value: i64) {
            match is_int53(value) {
                true => self.long(field, value),
                false => self.flush().int53(field, value),
            }
        }

        fn double(&mut self, _field: u32, value: f64) {
            self.push_two(value.to_le_bytes());
        }

        fn boolean(&mut self, _field: u32, value: bool) {
            self.push(bool_id(value));
        }

        fn string(&mut self, _field: u32, value: &str) {
            self.put_string(value.as_bytes());
        }

        fn bytes(&mut self, _field: u32, value: &Bytes) {
            self.put_string(value);
        }

        fn byte_slice(&mut self, _field: u32, value: &[u8]) {
            self.put_string(value);
        }

        fn list<T: Serialize>(&mut self, field: u32, form: ListForm, items: &[T]) {
            match form {
                ListForm::Boxed => {
                    let count = self.checked_item_count(items.len());
                    self.push(VECTOR_ID);
                    self.push(count);
                }
                ListForm::Bare => {
                    let count = self.checked_item_count(items.len());
                    self.push(count);
                }
                ListForm::Repetition(_) => self.flush().list_header(field, form, items.len()),
            }
            self.flush().reborrow().items(items);
        }
    }

    fn list_with<T>(&mut self, field: u32, form: ListForm, items: &[T], visit_item: impl Fn(&T, &mut Self)) {
        self.flush().list_header(field, form, items.len());
        self.items(items, visit_item);
    }

    forward_to_writer! {
        finish_flags(flags: PendingFlags);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        object<T: Serialize>(field: u32, value: &T);
        bare<T: Combinator>(field: u32, value: &T);
        check_agreement(field: u32, expected: u32, found: u32);
        combinator<T: Combinator>(value: &T);
        unit(id: u32, name: &'static str);
    }
}
