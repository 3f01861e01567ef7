//! The columns of the tables of a history, in the order in which they are read and written.

/// The columns of `history.tsv`.
pub const HISTORY_COLUMNS: [&str; 6] = ["kind", "name", "id", "first", "last", "line"];

/// The columns of `layers.tsv`.
pub const LAYER_COLUMNS: [&str; 9] =
    ["layer", "role", "registry", "package", "version", "file", "sha256", "licence", "combinators"];

/// The columns of `forms.tsv`.
pub const FORM_COLUMNS: [&str; 6] = ["kind", "name", "id", "layers", "further", "line"];
