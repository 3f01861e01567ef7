//! The declaration of a combinator as a constant: constructor id, minimum size, names and TL text.
//!
//! The text is parsed only on demand, for `Debug` and for programs that inspect declarations. Encoding and decoding
//! never read it.

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
    /// its Rust field or struct. Error paths use these names, so that a program that only decodes doesn't link the
    /// whole declaration text.
    pub names: &'static str,
    /// The TL text, from the name to the semicolon.
    pub tl: &'static str,
}

impl Declaration {
    /// The TL name, with its namespace: `messages.sendMessage`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let end = self.tl.find(['#', ' ']).unwrap_or(self.tl.len());
        &self.tl[..end]
    }

    /// The TL name of the field at `index`; `None` if there are fewer fields. Type parameters in curly brackets aren't
    /// counted.
    #[must_use]
    pub fn field_name(&self, index: u32) -> Option<&'static str> {
        self.fields().nth(usize::try_from(index).ok()?).map(|(name, _)| name)
    }

    /// The TL name and type of each field, without type parameters in curly brackets. An unnamed field is called `_`.
    #[must_use]
    pub fn fields(&self) -> Fields {
        Fields { rest: self.tl.find(' ').map_or("", |blank| &self.tl[blank + 1..]), group: ("", "") }
    }
}

/// Iterator over the name and type of each field of a [`Declaration`].
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    rest: &'static str,
    /// The remaining names of a group such as `(x y:int)`, and their common type.
    group: (&'static str, &'static str),
}

impl Fields {
    /// Splits the remaining text after its first word; `None` if there is only one word. Spaces inside brackets don't
    /// end a word.
    fn split(&self) -> Option<(&'static str, &'static str)> {
        let mut depth = 0_u32;
        for (index, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'(' | b'<' | b'[' | b'{' => depth += 1,
                b')' | b'>' | b']' | b'}' => depth = depth.saturating_sub(1),
                b' ' if depth == 0 => return Some((&self.rest[..index], &self.rest[index + 1..])),
                _ => {}
            }
        }
        None
    }
}

impl Iterator for Fields {
    type Item = (&'static str, &'static str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (names, ty) = self.group;
            if !names.is_empty() {
                let (name, names) = names.split_once(' ').unwrap_or((names, ""));
                self.group = (names, ty);
                return Some((name, ty));
            }
            let (word, rest) = match self.split() {
                Some(found) => found,
                None => (self.rest, ""),
            };
            if matches!(word, "=" | "?" | "") {
                return None;
            }
            self.rest = rest;
            let group = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
            let is_group = group.is_some();
            match group.unwrap_or(word).split_once(':').filter(|(name, _)| !name.contains(['[', '(', '<', '*', '{'])) {
                _ if word.starts_with('{') => {}
                Some(group) if is_group => self.group = group,
                Some(field) => return Some(field),
                None => return Some(("_", word)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Declaration;

    #[test]
    fn fields_without_names_and_groups_are_counted() {
        let tl =
            "f {t:Type} # [ x:int ] n:# n*[ (a b:int) ] (c d:n.0?Vector<t>) (Vector int) rows:2*[ y:int ] e:int = F t;";
        let declaration = Declaration { id: 1, least_size: 0, names: "", tl };
        let names: std::vec::Vec<_> = declaration.fields().map(|(name, _)| name).collect();
        assert_eq!(names, ["_", "_", "n", "_", "c", "d", "_", "rows", "e"]);
        // The text of a record, the fields inside a repetition, has no `=`.
        let record = Declaration { id: 0, least_size: 8, names: "", tl: "f.rows x:int y:int" };
        assert_eq!(record.fields().collect::<std::vec::Vec<_>>(), [("x", "int"), ("y", "int")]);
        assert_eq!(record.name(), "f.rows");
    }

    #[test]
    fn fields_of_all_types_are_found() {
        let tl = "f#00000001 {X:Type} flags:# a:flags.0?true b:(Vector (vector int)) c:Pair<int, long> q:!X = X;";
        let declaration = Declaration { id: 1, least_size: 0, names: "", tl };
        let names: std::vec::Vec<_> = (0..7).map(|index| declaration.field_name(index)).collect();
        assert_eq!(names, [Some("flags"), Some("a"), Some("b"), Some("c"), Some("q"), None, None]);
        assert_eq!(declaration.name(), "f");
    }
}
