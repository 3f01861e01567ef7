//! Which Rust type stands for which combinator: the plan as rows of a table.

use tl_codegen::plan::{BoxedType, Place, Shape, Struct};
use tl_codegen::{Gate, Plan};

/// Functions that stand in for `!X`, from the outside to the inside: once a simple one, once one that itself calls.
const CALLS: [&[&str]; 2] = [&["help.getConfig"], &["initConnection", "help.getConfig"]];

/// A combinator and a type that reads and writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The TL name of the combinator, and then of the functions that it calls.
    pub calls: Vec<String>,
    /// The id of the combinator.
    pub id: u32,
    /// The Rust type, below the module of the protocol: `types::messages::Dialogs`.
    pub rust: String,
}

/// The rows of a plan: constructors through their boxed type, then through their struct, then functions.
#[must_use]
pub fn rows(plan: &Plan) -> Vec<Row> {
    let boxed = plan.types.iter().flat_map(|ty| {
        let rust = path("types", &ty.place);
        constructors(ty).into_iter().map(move |(name, id)| Row { calls: vec![name], id, rust: rust.clone() })
    });
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors).map(|body| Row {
        calls: vec![body.name.clone()],
        id: body.id,
        rust: path("constructors", &body.place),
    });
    let functions = plan.functions.iter().flat_map(|function| self::functions(plan, &function.body));
    boxed.chain(structs).chain(functions).collect()
}

/// The rows of a plan as an expression, a slice of [`Case`](crate::Case)s; `protocol` is the path of the module that the
/// Rust types are below.
#[must_use]
pub fn table(plan: &Plan, protocol: &str) -> String {
    let cases = rows(plan).into_iter().map(|Row { calls, rust, .. }| {
        let full = absolute(protocol, &rust);
        let has_view = plan.settings.views != Gate::Never && !rust.starts_with("functions::");
        let viewed = if has_view { format!("Some(viewed::<{full}>)") } else { "None".to_owned() };
        format!(
            "Case {{ calls: &{calls:?}, rust: {rust:?}, back: back::<{full}>, made: made::<{full}>, viewed: {viewed} }},\n"
        )
    });
    format!("&[\n{}]\n", cases.collect::<String>())
}

/// Assertions that no type takes more memory than the plan says; `protocol` as for [`table`].
#[must_use]
pub fn sizes(plan: &Plan, protocol: &str) -> String {
    let types = plan.types.iter().map(|ty| (path("types", &ty.place), ty.memory));
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors);
    let structs = structs.map(|body| (path("constructors", &body.place), body.memory));
    let assertion = |(rust, memory): (String, usize)| {
        let limit = memory + 1;
        format!("const _: () = assert!(size_of::<{protocol}::{rust}>() < {limit}, \"{rust}\");\n")
    };
    types.chain(structs).map(assertion).collect()
}

/// What is known of each function, as an expression, a slice of references to [`Method`](tl_runtime::Method)s.
#[must_use]
pub fn methods(plan: &Plan, protocol: &str) -> String {
    let functions = plan.functions.iter().map(|function| {
        let arguments = vec!["()"; function.body.params.len()].join(", ");
        let full = absolute(protocol, &path("functions", &function.body.place));
        format!("<{full}<{arguments}> as Described>::METHOD,\n")
    });
    format!("&[\n{}]\n", functions.collect::<String>())
}

/// A Rust type with the path of the protocol before it and before each function that it calls.
fn absolute(protocol: &str, rust: &str) -> String {
    let calls = rust.replace('<', &format!("<{protocol}::")).replace(", ", &format!(", {protocol}::"));
    format!("{protocol}::{calls}")
}

fn constructors(ty: &BoxedType) -> Vec<(String, u32)> {
    match &ty.shape {
        Shape::Alias => ty.constructors.iter().map(|body| (body.name.clone(), body.id)).collect(),
        Shape::Enum(variants) => variants.iter().map(|variant| (variant.name.clone(), variant.id)).collect(),
    }
}

fn functions(plan: &Plan, body: &Struct) -> Vec<Row> {
    let row = |calls: &[&str]| Row {
        calls: std::iter::once(body.name.as_str()).chain(calls.iter().copied()).map(str::to_owned).collect(),
        id: body.id,
        rust: call(plan, body, calls),
    };
    if body.params.is_empty() { vec![row(&[])] } else { CALLS.iter().map(|calls| row(calls)).collect() }
}

/// The struct of a function, and in angle brackets those of the functions that it calls.
fn call(plan: &Plan, body: &Struct, calls: &[&str]) -> String {
    let rust = path("functions", &body.place);
    match calls.split_first() {
        None => rust,
        Some((inner, rest)) => {
            let inner = plan.functions.iter().find(|function| function.body.name == *inner);
            let inner = &inner.expect("the functions of `CALLS`").body;
            let arguments: Vec<_> = body.params.iter().map(|_| call(plan, inner, rest)).collect();
            format!("{rust}<{}>", arguments.join(", "))
        }
    }
}

pub(crate) fn path(tree: &str, place: &Place) -> String {
    let parts: Vec<_> = std::iter::once(tree).chain(place.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), place.ident)
}
