//! Decodes hostile inputs: decoding must neither panic nor exceed the limits of stack and heap.
//!
//! Every input is decoded on a thread with a stack of [`STACK_BYTES`](attempt::STACK_BYTES) bytes, and the live heap
//! of that thread is checked. The inputs are the same in each run.

mod api_schema;
mod decoding_attempt;
mod deepest_values;
mod depth_and_length_bombs;
mod random_inputs;
mod refused_views;
mod rpc_error;
