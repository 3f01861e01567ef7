//! What a declaration says of itself: id, name, text; what a function returns.

use crate::read::{Deserialize, Reader, Sharing};
use crate::write::{Serialize, Sink, Writer};
use crate::{Error, ErrorKind, Result};

/// A declaration of a schema, as a constant of the type that was generated for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The constructor id, which stands before the fields on the wire.
    pub id: u32,
    /// The line of the schema, from the name to the semicolon.
    pub tl: &'static str,
}

impl Declaration {
    /// The TL name, with its namespace: `messages.sendMessage`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let end = self.tl.find(['#', ' ']).unwrap_or(self.tl.len());
        &self.tl[..end]
    }

    /// The TL name of the field of this index, counted without parameters in curly brackets.
    #[must_use]
    pub fn field_name(&self, index: u32) -> Option<&'static str> {
        let mut depth = 0_u32;
        let is_blank_outside_brackets = |character| {
            match character {
                '(' | '<' | '[' | '{' => depth += 1,
                ')' | '>' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            character == ' ' && depth == 0
        };
        let words = self.tl.split(is_blank_outside_brackets).take_while(|word| *word != "=");
        let mut fields = words.skip(1).filter(|word| !word.starts_with('{'));
        let (name, _ty) = fields.nth(usize::try_from(index).ok()?)?.split_once(':')?;
        Some(name)
    }
}

/// A constructor or a function: something with an id and fields.
pub trait Combinator {
    /// Its declaration.
    const DECLARATION: Declaration;

    /// The constructor id.
    const ID: u32 = Self::DECLARATION.id;

    /// Writes the fields, without the id.
    fn serialize_fields<W: Sink>(&self, w: &mut Writer<W>);
}

/// A combinator that can be read: every constructor, and functions where their decoding is generated.
pub trait Bare: Combinator + Sized {
    /// Least number of bytes that the fields take, without the id.
    const LEAST_SIZE_OF_FIELDS: usize;

    /// Reads the fields, without the id.
    ///
    /// # Errors
    ///
    /// If the bytes are no such fields; the error tells the field at fault.
    fn deserialize_fields<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self>;
}

/// A function: a request that a server answers with a value of type [`Result`](Function::Result).
pub trait Function: Combinator {
    /// The type right of `=`.
    type Result: Deserialize;
}

/// A combinator stands on the wire as its id and its fields.
impl<T: Combinator> Serialize for T {
    #[inline]
    fn serialize<W: Sink>(&self, w: &mut Writer<W>) {
        w.nat(T::ID);
        self.serialize_fields(w);
    }
}

impl<T: Bare> Deserialize for T {
    const LEAST_SIZE: usize = 4 + T::LEAST_SIZE_OF_FIELDS;

    #[inline]
    fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self> {
        let offset = r.offset();
        let id = r.id()?;
        if id == T::ID { r.bare() } else { Err(Error::new(ErrorKind::UnexpectedConstructor { id }, offset)) }
    }
}

/// A call that is lent is a call: `InvokeWithLayer { layer, query: &request }`.
impl<T: Combinator> Combinator for &T {
    const DECLARATION: Declaration = T::DECLARATION;

    #[inline]
    fn serialize_fields<W: Sink>(&self, w: &mut Writer<W>) {
        T::serialize_fields(self, w);
    }
}

impl<T: Function> Function for &T {
    type Result = T::Result;
}

#[cfg(test)]
mod tests {
    use super::Declaration;

    #[test]
    fn fields_are_found_whatever_their_types() {
        let tl = "f#00000001 {X:Type} flags:# a:flags.0?true b:(Vector (vector int)) c:Pair<int, long> q:!X = X;";
        let declaration = Declaration { id: 1, tl };
        let names: Vec<_> = (0..7).map(|index| declaration.field_name(index)).collect();
        assert_eq!(names, [Some("flags"), Some("a"), Some("b"), Some("c"), Some("q"), None, None]);
        assert_eq!(declaration.name(), "f");
    }
}
