//! Generates the types of `schema.tl` into `OUT_DIR/notes`.

use tl_codegen::FunctionDirection;

fn main() -> tl_codegen::Result {
    tl_codegen::Builder::new()
        .schema("schema.tl")
        .runtime("crate::wire")
        .functions(FunctionDirection::SendAndReceive)
        .compile("notes")
}
