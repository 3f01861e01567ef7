//! Names and types of fields, read from the TL text of a combinator: an independent source for tests of generated
//! names.

/// The TL name of a combinator, with its namespace: `messages.sendMessage`.
pub(crate) fn combinator_name(tl: &str) -> &str {
    &tl[..tl.find(['#', ' ']).unwrap_or(tl.len())]
}

/// Iterator over the name and type of each field in the TL text of a combinator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a> {
    rest: &'a str,
    /// The remaining names of a group such as `(x y:int)`, and their common type.
    group: (&'a str, &'a str),
}

impl<'a> Fields<'a> {
    /// The fields of a combinator, without type parameters in curly brackets. An unnamed field is called `_`.
    pub(crate) fn of(tl: &'a str) -> Self {
        Self { rest: tl.find(' ').map_or("", |blank| &tl[blank + 1..]), group: ("", "") }
    }

    /// Splits the remaining text after its first word; `None` if there is only one word. Spaces inside brackets don't
    /// end a word.
    fn split_first_word(&self) -> Option<(&'a str, &'a str)> {
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

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (names, ty) = self.group;
            if !names.is_empty() {
                let (name, names) = names.split_once(' ').unwrap_or((names, ""));
                self.group = (names, ty);
                return Some((name, ty));
            }
            let (word, rest) = match self.split_first_word() {
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

#[test]
fn fields_without_names_and_groups_are_counted() {
    let tl =
        "f {t:Type} # [ x:int ] n:# n*[ (a b:int) ] (c d:n.0?Vector<t>) (Vector int) rows:2*[ y:int ] e:int = F t;";
    let names: Vec<_> = Fields::of(tl).map(|(name, _)| name).collect();
    assert_eq!(names, ["_", "_", "n", "_", "c", "d", "_", "rows", "e"]);
    // The text of a record, the fields inside a repetition, has no `=`.
    assert_eq!(Fields::of("f.rows x:int y:int").collect::<Vec<_>>(), [("x", "int"), ("y", "int")]);
    let tl = "f#00000001 {X:Type} flags:# a:flags.0?true b:(Vector (vector int)) c:Pair<int, long> q:!X = X;";
    let names: Vec<_> = Fields::of(tl).map(|(name, _)| name).collect();
    assert_eq!(names, ["flags", "a", "b", "c", "q"]);
}
