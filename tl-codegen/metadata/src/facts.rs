//! Facts: the common form of the statements of all sources.
//!
//! A fact is a method, a kind and a value: `messages.sendMessage`, `error`, `400 CHAT_ID_INVALID`. Each source has one
//! file of facts, `facts/<id>.tsv`. It keeps all facts of the source, including those that lose against another source,
//! so that merging always starts from the complete set. Invariants: equal facts have equal texts; a fact holds no
//! sentence of its source.

use std::collections::{BTreeMap, BTreeSet};

use csv::ReaderBuilder;
use tl_codegen::metadata::{ANY_METHOD, Keyword};

use crate::Error;
use crate::tsv::{cell_text_with_single_spaces, tsv_table_text};

const FACT_COLUMNS: [&str; 3] = ["method", "fact", "value"];

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// The accounts that may call the method, according to a table: `users`, `bots` or `both`.
    Access,
    /// Whether bots may call the method: `yes`, `no`.
    Bots,
    /// Whether bots may call the method over a business connection: `yes`, `no`.
    Business,
    /// The error code of an error type, about any method: `400 TYPE`.
    Code,
    /// The page of the method belongs to an edition that gives the same answer about bots on every page.
    ConstantBots,
    /// A library calls the method by itself, and forbids its users to call it.
    DirectUse,
    /// The source describes the method.
    Documented,
    /// An error of the method: `400 TYPE`, or `? TYPE` if the source has no codes.
    Error,
    /// The source has a list of errors for the method, which may be empty.
    ErrorList,
    /// The source has lists of methods for one kind of account, and one of them names the method: `users`, `bots`.
    List,
    /// A parameter of the method: name, type, and `yes`, `no` or `?` for whether it is required.
    Parameter,
    /// The page of the method is a placeholder without an author; its answers are defaults.
    Placeholder,
    /// The result type of the method, as the source prints it.
    Result,
    /// The TL declaration of the method, as the source prints it.
    Tl,
    /// Whether users may call the method: `yes`, `no`.
    Users,
}

impl Keyword for FactKind {
    #[rustfmt::skip]
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Access, "access"), (Self::Bots, "bots"), (Self::Business, "business"), (Self::Code, "code"),
        (Self::ConstantBots, "constant-bots"), (Self::DirectUse, "direct-use"),
        (Self::Documented, "documented"), (Self::Error, "error"), (Self::ErrorList, "error-list"),
        (Self::List, "list"), (Self::Parameter, "parameter"), (Self::Placeholder, "placeholder"),
        (Self::Result, "result"), (Self::Tl, "tl"), (Self::Users, "users"),
    ];
}

/// The facts of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The facts by method; facts that are about no single method have the key [`ANY_METHOD`].
    pub(crate) methods: BTreeMap<String, BTreeSet<(FactKind, String)>>,
}

impl Facts {
    /// The number of methods, [`ANY_METHOD`] included.
    #[must_use]
    pub fn n_methods(&self) -> usize {
        self.methods.len()
    }

    /// Adds a fact; blanks in the texts become single spaces.
    pub(crate) fn add_fact(&mut self, method: &str, kind: FactKind, value: &str) {
        self.methods
            .entry(cell_text_with_single_spaces(method))
            .or_default()
            .insert((kind, cell_text_with_single_spaces(value)));
    }

    /// Adds a fact whose value is `yes` or `no`.
    pub(crate) fn add_yes_or_no_fact(&mut self, method: &str, kind: FactKind, is_yes: bool) {
        self.add_fact(method, kind, if is_yes { "yes" } else { "no" });
    }

    /// Adds an error of a method; a number in its type becomes `%d`.
    pub(crate) fn add_error_of_method(&mut self, method: &str, code: Option<i32>, name: &str) {
        let code = code.map_or_else(|| "?".to_owned(), |code| code.to_string());
        self.add_fact(method, FactKind::Error, &format!("{code} {}", error_type_with_placeholder(name)));
    }

    /// Adds the fact that all errors of a type have this code.
    pub(crate) fn add_code_of_error_type(&mut self, code: i32, name: &str) {
        self.add_fact(ANY_METHOD, FactKind::Code, &format!("{code} {}", error_type_with_placeholder(name)));
    }

    /// Adds all facts of `other`, which are from another file of the same source.
    pub(crate) fn add_all_facts_of(&mut self, other: Self) {
        for (method, facts) in other.methods {
            self.methods.entry(method).or_default().extend(facts);
        }
    }

    /// The values of all facts of one kind about a method.
    pub(crate) fn values_of_method<'a>(
        &'a self,
        method: &str,
        kind: FactKind,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let facts = self.methods.get(method).into_iter().flatten();
        facts.filter(move |(found, _)| *found == kind).map(|(_, value)| value.as_str())
    }

    /// The value of the only fact of one kind about a method; `None` if there is no such fact, or more than one.
    pub(crate) fn only_value_of_method<'a>(&'a self, method: &str, kind: FactKind) -> Option<&'a str> {
        let mut values = self.values_of_method(method, kind);
        let first = values.next();
        first.filter(|_| values.next().is_none())
    }

    /// Whether the source has a fact of this kind about a method.
    #[must_use]
    pub fn has_fact(&self, method: &str, kind: FactKind) -> bool {
        self.values_of_method(method, kind).next().is_some()
    }

    /// The errors of a method: the code, if the source has codes, and the type.
    pub(crate) fn errors_of_method(&self, method: &str) -> impl Iterator<Item = (Option<i32>, &str)> {
        self.values_of_method(method, FactKind::Error).filter_map(split_error_value)
    }

    /// The text of the file of facts.
    #[must_use]
    pub fn to_tsv_text(&self) -> String {
        let rows = self.methods.iter().flat_map(|(method, facts)| {
            facts.iter().map(move |(kind, value)| [method.as_str(), kind.word(), value.as_str()])
        });
        tsv_table_text(&FACT_COLUMNS, rows)
    }

    /// Reads a file of facts; errors refer to it by `path`.
    ///
    /// # Errors
    ///
    /// If a line is not a fact.
    pub fn parse_tsv_text(path: &str, text: &str) -> Result<Self, Error> {
        let mut reader = ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(text.as_bytes());
        let mut facts = Self::default();
        for (row, line) in reader.records().zip(2..) {
            let bad = |why: String| Error::new_for_file(path, format_args!("line {line}: {why}"));
            let row = row.map_err(|why| bad(why.to_string()))?;
            let [method, kind, value] = [0, 1, 2].map(|column| row.get(column).unwrap_or_default());
            let kind = FactKind::from_word(kind).ok_or_else(|| bad(format!("`{kind}` is not a kind of fact")))?;
            facts.methods.entry(method.to_owned()).or_default().insert((kind, value.to_owned()));
        }
        Ok(facts)
    }
}

/// The code and the type in the value of an error: `400 TYPE`, or `? TYPE` without a code.
pub(crate) fn split_error_value(value: &str) -> Option<(Option<i32>, &str)> {
    let (code, name) = value.split_once(' ')?;
    match code {
        "?" => Some((None, name)),
        code => Some((Some(code.parse().ok()?), name)),
    }
}

/// The type of an error with `%d` for its number; some sources spell it `X`: `FLOOD_WAIT_X`.
fn error_type_with_placeholder(name: &str) -> String {
    let part = |part: &str| match part {
        "X" => "%d".to_owned(),
        "XMIN" => "%dMIN".to_owned(),
        part => part.to_owned(),
    };
    // Some sources have a sentence instead of a type, where `X` is a word.
    match name.contains(' ') {
        true => name.to_owned(),
        false => name.split('_').map(part).collect::<Vec<_>>().join("_"),
    }
}
