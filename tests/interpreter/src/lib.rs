//! An interpreter of [`Schema`](tl_parser::Schema) that writes random valid bytes for any of its types.
//!
//! The interpreter is written from the TL specification and shares no code with the generated types or their runtime.
//! Tests can therefore compare the types and the runtime with the interpreter. The bytes are canonical: lengths in
//! their shortest form, zeros as padding. Bits on which no field depends are zero in flags fields, and random in other
//! `#` fields such as `mode:#`.
//!
//! ```
//! use tl_interpreter::{BitChoice, Interpreter};
//!
//! let (_, schema, _) = tl_parser::read_text("chat.tl", "chat flags:# id:int about:flags.0?string = Chat;");
//!
//! let mut interpreter = Interpreter::new(&schema, 7);
//! let bytes = interpreter.value_of_call_chain(&["chat"], BitChoice::None);
//! assert_eq!(bytes[..4], schema.combinators[0].id.to_le_bytes());
//! assert_eq!(bytes[4..8], [0; 4]);
//! assert_eq!(bytes.len(), 12);
//! ```
//!
//! The interpreter does not write `object`, calls outside of functions, or bare type parameters: only the decoder of
//! the bytes could know their type.

mod byte_writer;
mod interpreter;
pub mod mutation;
mod nesting;
mod number_usage;
mod random_primitives;
mod scope;
mod shortest_constructors;

pub use byte_writer::ByteWriter;
pub use interpreter::{BitChoice, Budget, Interpreter, combinator_name};
pub use nesting::{RecursivePath, TypeEdge, TypeNode, recursive_paths};
