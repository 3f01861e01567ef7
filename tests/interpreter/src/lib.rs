//! An interpreter of [`Schema`](tl_parser::Schema) that writes random valid bytes for any of its types.
//!
//! It follows the TL specification and the schema alone: it shares no line with the generated code or its runtime, so
//! that both can be held against it. What it writes is canonical: lengths in their shortest form, zeros as padding,
//! no bits of a field called `flags` that no field asks for.
//!
//! ```
//! use tl_interpreter::{Bits, Interpreter};
//!
//! let mut sources = tl_parser::SourceMap::new();
//! let id = sources.add("chat.tl", "chat flags:# id:int about:flags.0?string = Chat;");
//! let (schema, _) = tl_parser::read(&sources, &[id]);
//!
//! let mut interpreter = Interpreter::new(&schema, 7);
//! let bytes = interpreter.call(&["chat"], Bits::None);
//! assert_eq!(bytes[..4], schema.combinators[0].id.to_le_bytes());
//! assert_eq!(bytes[4..8], [0; 4]);
//! assert_eq!(bytes.len(), 12);
//! ```
//!
//! Not for what only the bytes tell: `object`, calls outside of functions, the bare form of a parameter.

mod interpreter;
mod least;
pub mod mutation;
mod nesting;
mod numbers;
mod out;
mod scope;
mod values;

pub use interpreter::{Bits, Budget, Interpreter};
pub use nesting::{Descent, Node, Step, descents};
pub use out::Out;
