//! Which Rust type stands for which combinator: the plan as rows of a table.

use tl_codegen::Plan;
use tl_codegen::plan::{BoxedType, ItemPath, Shape, Struct};

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
    /// Whether that has a view.
    pub has_view: bool,
}

/// The rows of a plan, without what depends on numbers that stand elsewhere; type parameters stand for `int`: constructors through their boxed type, then through their struct, then functions.
#[must_use]
pub fn rows(plan: &Plan) -> Vec<Row> {
    let alone = plan.types.iter().filter(|ty| ty.numbers.is_empty());
    let boxed = alone.flat_map(|ty| {
        let rust = path("types", &ty.item_path) + &ints(&ty.params);
        let has_view = plan.has_view(ty);
        constructors(ty).into_iter().map(move |(name, id)| Row { calls: vec![name], id, rust: rust.clone(), has_view })
    });
    let constructors = plan.types.iter().flat_map(|ty| ty.constructors.iter().map(move |body| (ty, body)));
    let structs = constructors.filter(|(_, body)| body.numbers.is_none()).map(|(ty, body)| Row {
        calls: vec![body.name.clone()],
        id: body.id,
        rust: path("constructors", &body.item_path) + &ints(&body.params),
        has_view: plan.has_view(ty),
    });
    let functions = plan.functions.iter().flat_map(|function| self::functions(plan, &function.item));
    boxed.chain(structs).chain(functions).collect()
}

/// The rows of a plan as an expression, a slice of [`Case`](crate::Case)s; `protocol` is the path of the module that the
/// Rust types are below.
#[must_use]
pub fn table(plan: &Plan, protocol: &str) -> String {
    let cases = rows(plan).into_iter().map(|Row { calls, rust, has_view, .. }| {
        let full = absolute(protocol, &rust);
        let viewed = if has_view { format!("Some(viewed::<{full}, Here>)") } else { "None".to_owned() };
        format!(
            "Case {{ calls: &{calls:?}, rust: {rust:?}, back: back::<{full}>, made: made::<{full}>, viewed: {viewed} }},\n"
        )
    });
    format!("&[\n{}]\n", cases.collect::<String>())
}

/// Assertions that no type takes more memory than the plan says; `protocol` as for [`table`].
#[must_use]
pub fn sizes(plan: &Plan, protocol: &str) -> String {
    let types = plan.types.iter().map(|ty| (path("types", &ty.item_path), ty.memory));
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors);
    let structs = structs.map(|body| (path("constructors", &body.item_path), body.memory));
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
        let arguments = vec!["()"; function.item.params.len()].join(", ");
        let full = absolute(protocol, &path("functions", &function.item.item_path));
        format!("<{full}<{arguments}> as Described>::METHOD,\n")
    });
    format!("&[\n{}]\n", functions.collect::<String>())
}

/// A Rust type with the path of the protocol before it and before each function that it calls, but not before `i32`.
fn absolute(protocol: &str, rust: &str) -> String {
    let calls = rust.replace('<', &format!("<{protocol}::")).replace(", ", &format!(", {protocol}::"));
    format!("{protocol}::{calls}").replace(&format!("{protocol}::i32"), "i32")
}

/// `int` for each type parameter.
fn ints(params: &[String]) -> String {
    if params.is_empty() { String::new() } else { format!("<{}>", vec!["i32"; params.len()].join(", ")) }
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
        has_view: false,
    };
    if body.params.is_empty() { vec![row(&[])] } else { CALLS.iter().map(|calls| row(calls)).collect() }
}

/// The struct of a function, and in angle brackets those of the functions that it calls.
fn call(plan: &Plan, body: &Struct, calls: &[&str]) -> String {
    let rust = path("functions", &body.item_path);
    match calls.split_first() {
        None => rust,
        Some((inner, rest)) => {
            let inner = plan.functions.iter().find(|function| function.item.name == *inner);
            let inner = &inner.expect("the functions of `CALLS`").item;
            let arguments: Vec<_> = body.params.iter().map(|_| call(plan, inner, rest)).collect();
            format!("{rust}<{}>", arguments.join(", "))
        }
    }
}

pub(crate) fn path(tree: &str, item_path: &ItemPath) -> String {
    let parts: Vec<_> = std::iter::once(tree).chain(item_path.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), item_path.ident)
}
