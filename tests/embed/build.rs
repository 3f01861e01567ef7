//! Generates the types of `schema.tl` into `OUT_DIR/notes`.

use tl_codegen::Direction;

fn main() -> tl_codegen::Result {
    tl_codegen::Builder::new()
        .schema("schema.tl")
        .runtime("crate::wire")
        .functions(Direction::SendAndReceive)
        .compile("notes")
}
