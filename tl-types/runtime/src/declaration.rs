//! The declaration of a combinator as a constant: constructor id, minimum size, names and TL text.
//!
//! The runtime never reads the TL text: names come from [`Declaration::names`], so a program that doesn't read the text
//! doesn't contain it.

use crate::field_path::CombinatorNames;

/// A declaration of the schema, attached as a constant to the type generated from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The constructor id, which precedes the fields on the wire.
    pub id: u32,
    /// Minimum size of the fields in bytes, without the id.
    pub least_size: usize,
    /// The TL name of the combinator and of its fields, separated by single spaces: `user flags id first_name`.
    ///
    /// The field with index 0 is the second word. A field without a name in [`tl`](Self::tl) is listed by the name of
    /// its Rust field or struct. Error paths and `Debug` use these names.
    pub names: &'static str,
    /// The TL text, from the name to the semicolon.
    pub tl: &'static str,
}

impl Declaration {
    /// The TL name, with its namespace: `messages.sendMessage`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.combinator_names().combinator()
    }

    /// The TL name of the field at `index`; `None` if there are fewer fields. Type parameters in curly brackets aren't
    /// counted.
    #[must_use]
    pub fn field_name(&self, index: u32) -> Option<&'static str> {
        self.combinator_names().field(index)
    }

    /// The TL names of all fields, without type parameters in curly brackets.
    pub fn field_names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.combinator_names().fields()
    }

    fn combinator_names(&self) -> CombinatorNames {
        CombinatorNames { id: self.id, names: self.names }
    }
}

#[cfg(test)]
mod tests {
    use super::Declaration;

    #[test]
    fn field_names_are_found_by_index() {
        let declaration = Declaration { id: 1, least_size: 0, names: "ns.f flags a b", tl: "" };
        let names: std::vec::Vec<_> = (0..4).map(|index| declaration.field_name(index)).collect();
        assert_eq!(names, [Some("flags"), Some("a"), Some("b"), None]);
        assert_eq!(declaration.field_names().collect::<std::vec::Vec<_>>(), ["flags", "a", "b"]);
        assert_eq!(declaration.name(), "ns.f");
        assert_eq!(declaration.field_name(u32::MAX), None);
    }
}
