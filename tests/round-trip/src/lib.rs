//! Random bytes through every generated type and back.
//!
//! A build script has [`table`] write a list of [`Case`]s, one for each combinator and type. A test gives it to
//! [`check`], which decodes what the interpreter writes, encodes it again, and cuts it short at every byte. Nothing here
//! knows a type by name, so that no combinator is forgotten.

mod case;
mod check;
mod damage;
mod load;
mod rows;
mod same;
mod shapes;

pub use case::{Back, Case, Made, back, made};
pub use check::{Effort, Failures, check, check_made, check_views, names_to_check};
pub use load::{load, plan, plan_with};
pub use rows::{Row, methods, rows, sizes, table};
pub use same::{SameAs, Viewed, is_same_nested, viewed};
pub use shapes::{comparisons, visits};
pub use tl_interpreter::Budget;
