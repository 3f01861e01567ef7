//! The history of a schema: each combinator of all kept layers, with its first and last layer.
//!
//! An id means one layout for ever. A history therefore tells the meaning of an id without a layer number. Three tables
//! beside a schema hold it:
//!
//! - `history.tsv`: a row for each combinator, by kind, name and id;
//! - `layers.tsv`: a row for each text that the facts are from;
//! - `forms.tsv`: the lines that one id had in other layers, and its gaps.
//!
//! The parts of this module:
//!
//! - `model`: the result as plain data; `spans`: sets of layers as text;
//! - `read`, `write`: the tables; `line`: the layout and the presence bits of a TL line;
//! - `add`: a further layer; `rebuild`: the text of a kept layer, and presence bits that moved;
//! - `life`: when a combinator or a name appeared, changed and went.
//!
//! No file is read or written here. Invariant: the tables are a function of the kept texts, not of their order.

mod add;
mod columns;
mod life;
mod line;
mod model;
mod read;
mod rebuild;
mod spans;
mod write;

pub use add::{Addition, Declared, IdConflict, IdConflicts, declared_in, declared_in_text};
pub use columns::{FORM_COLUMNS, HISTORY_COLUMNS, LAYER_COLUMNS};
pub use life::{LayerBound, Life, NameLife};
pub use model::{CombinatorKey, History, KeptText, TextRole, TextSource};
pub use read::{HistoryFiles, read_history};
pub use rebuild::MovedBit;

/// File name of the table of combinators.
pub const HISTORY_FILE_NAME: &str = "history.tsv";

/// File name of the table of kept texts.
pub const LAYERS_FILE_NAME: &str = "layers.tsv";

/// File name of the table of lines that differ between layers.
pub const FORMS_FILE_NAME: &str = "forms.tsv";
