//! Facts in the one form that all sources are brought into, and the files they are kept in.
//!
//! Each source has a file of its own, `schemas/<protocol>/facts/<id>.tsv`; what it says is kept there whether it is
//! believed or not, so that merging starts anew each time. Invariants: a file has one text for one set of facts; a fact
//! holds no sentence of its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use csv::{QuoteStyle, ReaderBuilder, WriterBuilder};

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::protocol;

/// What stands for the method of a fact that is about no single one.
pub(crate) const ANY_METHOD: &str = "*";

/// What stands for the method of an error that is known of none.
pub(crate) const NO_METHOD: &str = "?";

/// The folder of the files, beside the schema.
const FOLDER: &str = "facts";

const COLUMNS: [&str; 3] = ["method", "fact", "value"];

/// What a fact tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Who may call it, as a table tells: `users`, `bots` or `both`.
    Access,
    /// Whether bots may: `yes`, `no`.
    Bots,
    /// Whether bots may over a business connection: `yes`, `no`.
    Business,
    /// A code that errors of a type come with, whatever the method: `400 TYPE`.
    Code,
    /// The page is of an edition that says the same about bots on every page.
    ConstantBots,
    /// A library calls it by itself, and forbids to do so.
    DirectUse,
    /// The source describes it.
    Documented,
    /// An error: `400 TYPE`, or `? TYPE` if the source has no codes.
    Error,
    /// The source has a list of errors for it, which may be empty.
    ErrorList,
    /// A list names it: `users` only, `bots` only.
    List,
    /// A parameter: name, type, and `yes`, `no` or `?` for whether it has to be given.
    Parameter,
    /// Nobody wrote the page.
    Placeholder,
    /// The type of its result.
    Result,
    /// Its declaration.
    Tl,
    /// Whether users may: `yes`, `no`.
    Users,
}

impl What {
    const WORDS: [(Self, &str); 15] = [
        (Self::Access, "access"),
        (Self::Bots, "bots"),
        (Self::Business, "business"),
        (Self::Code, "code"),
        (Self::ConstantBots, "constant-bots"),
        (Self::DirectUse, "direct-use"),
        (Self::Documented, "documented"),
        (Self::Error, "error"),
        (Self::ErrorList, "error-list"),
        (Self::List, "list"),
        (Self::Parameter, "parameter"),
        (Self::Placeholder, "placeholder"),
        (Self::Result, "result"),
        (Self::Tl, "tl"),
        (Self::Users, "users"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(what, _)| *what == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(what, _)| *what)
    }
}

/// What one source says about methods; [`ANY_METHOD`] is one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// By method.
    pub(crate) methods: BTreeMap<String, BTreeSet<(What, String)>>,
}

impl Facts {
    /// Adds a fact, its texts as cells of a table.
    pub(crate) fn add(&mut self, method: &str, what: What, value: &str) {
        self.methods.entry(cell(method)).or_default().insert((what, cell(value)));
    }

    /// Adds an error, its type in the one spelling of numbers.
    pub(crate) fn add_error(&mut self, method: &str, code: Option<i32>, name: &str) {
        let code = code.map_or_else(|| "?".to_owned(), |code| code.to_string());
        self.add(method, What::Error, &format!("{code} {}", canonical(name)));
    }

    /// Adds a code of a type.
    pub(crate) fn add_code(&mut self, code: i32, name: &str) {
        self.add(ANY_METHOD, What::Code, &format!("{code} {}", canonical(name)));
    }

    /// Takes all facts of another file of the same source over.
    pub(crate) fn extend(&mut self, other: Self) {
        for (method, facts) in other.methods {
            self.methods.entry(method).or_default().extend(facts);
        }
    }

    /// The values of the facts of a kind about a method.
    pub(crate) fn values<'a>(&'a self, method: &str, what: What) -> impl Iterator<Item = &'a str> + use<'a> {
        let facts = self.methods.get(method).into_iter().flatten();
        facts.filter(move |(found, _)| *found == what).map(|(_, value)| value.as_str())
    }

    /// The value of the only such fact.
    pub(crate) fn value<'a>(&'a self, method: &str, what: What) -> Option<&'a str> {
        let mut values = self.values(method, what);
        let first = values.next();
        first.filter(|_| values.next().is_none())
    }

    /// Whether there is such a fact.
    pub(crate) fn has(&self, method: &str, what: What) -> bool {
        self.values(method, what).next().is_some()
    }

    /// The errors of a method: code, if the source has it, and type.
    pub(crate) fn errors(&self, method: &str) -> impl Iterator<Item = (Option<i32>, &str)> {
        self.values(method, What::Error).filter_map(error)
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> Outcome<String> {
        let rows = self.methods.iter().flat_map(|(method, facts)| {
            facts.iter().map(move |(what, value)| [method.as_str(), what.word(), value.as_str()])
        });
        table(&COLUMNS, rows)
    }

    fn read(path: &Path) -> Outcome<Self> {
        let text = fs::read_to_string(path).map_err(|why| Failure::file(path, &why))?;
        let mut reader = ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(text.as_bytes());
        let mut facts = Self::default();
        for (row, place) in reader.records().zip(2..) {
            let bad = |why: &str| {
                let help = "import the source again: the files of facts are written by `cargo xtask metadata import`";
                Failure::unable(format!("{}:{place}: {why}", path.display()), help)
            };
            let row = row.map_err(|why| bad(&why.to_string()))?;
            let [method, what, value] = [0, 1, 2].map(|column| row.get(column).unwrap_or_default());
            let what = What::of(what).ok_or_else(|| bad(&format!("`{what}` is no kind of fact")))?;
            facts.methods.entry(method.to_owned()).or_default().insert((what, value.to_owned()));
        }
        Ok(facts)
    }
}

/// Code and type of `400 TYPE` or `? TYPE`.
pub(crate) fn error(value: &str) -> Option<(Option<i32>, &str)> {
    let (code, name) = value.split_once(' ')?;
    match code {
        "?" => Some((None, name)),
        code => Some((Some(code.parse().ok()?), name)),
    }
}

/// The type of an error with `%d` for its number, which some write as `X`.
pub(crate) fn canonical(name: &str) -> String {
    let part = |part: &str| match part {
        "X" => "%d".to_owned(),
        "XMIN" => "%dMIN".to_owned(),
        part => part.to_owned(),
    };
    // A sentence in place of a type may have an `X` too.
    match name.contains(' ') {
        true => name.to_owned(),
        false => name.split('_').map(part).collect::<Vec<_>>().join("_"),
    }
}

/// A text from elsewhere as a cell: blanks that would not fit into a table become spaces.
pub(crate) fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a table: text in columns, a tab between two cells, no quotes.
pub(crate) fn table<const N: usize>(
    columns: &[&str; N],
    rows: impl IntoIterator<Item = [impl AsRef<[u8]>; N]>,
) -> Outcome<String> {
    let unable = |why: csv::Error| Failure::unable(format!("a table cannot be written: {why}"), "");
    let mut writer = WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Never).from_writer(Vec::new());
    writer.write_record(columns).map_err(unable)?;
    for row in rows {
        writer.write_record(row).map_err(unable)?;
    }
    let bytes = writer.into_inner().map_err(|why| Failure::unable(why.to_string(), ""))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The file of a source: `schemas/api/facts/mtcute.tsv`
pub(crate) fn path(protocol: &str, id: &str) -> String {
    protocol::beside(protocol, &format!("{FOLDER}/{id}.tsv"))
}

/// The facts of all sources, by their ids.
pub(crate) fn read_all(project: &Project, protocol: &str) -> Outcome<BTreeMap<String, Facts>> {
    let folder = project.path(&protocol::beside(protocol, FOLDER));
    let mut all = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(all);
    }
    let unreadable = |why| Failure::file(&folder, &why);
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            all.insert(id, Facts::read(&path)?);
        }
    }
    Ok(all)
}
