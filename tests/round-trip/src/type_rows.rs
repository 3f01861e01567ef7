//! Lists all combinators of a plan with their Rust types, as data and as generated code.

use tl_codegen::Plan;
use tl_codegen::plan::{BoxedType, ItemPath, Struct, TypeShape};

/// The name of [`IntCall`](crate::IntCall), the type argument of functions in a schema without a function to call.
const INT_CALL: &str = "IntCall";

/// Chains of functions that replace a parameter of type `!X`, the outermost function first: a function without type
/// parameters, and a function that calls it. Functions of Telegram's API are preferred, then the first ones by name.
/// There are none in a schema whose functions all call others.
fn inner_call_chains(plan: &Plan) -> Vec<Vec<&str>> {
    let find = |preferred: &str, has_params: bool| {
        let mut names = plan.functions.iter().filter(|function| function.item.params.is_empty() != has_params);
        let names_again = names.clone();
        let found = names.find(|function| function.item.name == preferred).or_else(|| names_again.into_iter().next());
        found.map(|function| function.item.name.as_str())
    };
    let Some(inner) = find("help.getConfig", false) else { return Vec::new() };
    let outer = find("initConnection", true).map(|outer| vec![outer, inner]);
    [vec![inner]].into_iter().chain(outer).collect()
}

/// A combinator and one of the Rust types that decode and encode it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CombinatorWithRustType {
    /// TL name of the combinator, then the names of the functions that it calls.
    pub call_chain: Vec<String>,
    /// Constructor id of the combinator.
    pub id: u32,
    /// Path of the Rust type in the module of the protocol: `types::messages::Dialogs`.
    pub rust_type: String,
    /// Whether the type has a view.
    pub has_view: bool,
}

/// The rows of a plan: constructors as their boxed type, then as their struct, then functions.
///
/// Items with number parameters are left out. Type parameters become `int`.
#[must_use]
pub fn combinators_with_rust_types(plan: &Plan) -> Vec<CombinatorWithRustType> {
    let alone = plan.types.iter().filter(|ty| ty.numbers.is_empty());
    let boxed = alone.flat_map(|ty| {
        let rust = rust_path("types", &ty.item_path) + &int_type_arguments(&ty.params);
        let has_view = plan.has_view(ty);
        constructor_names_and_ids(ty).into_iter().map(move |(name, id)| CombinatorWithRustType {
            call_chain: vec![name],
            id,
            rust_type: rust.clone(),
            has_view,
        })
    });
    let constructors = plan.types.iter().flat_map(|ty| ty.constructors.iter().map(move |body| (ty, body)));
    let structs = constructors.filter(|(_, body)| body.numbers.is_none()).map(|(ty, body)| CombinatorWithRustType {
        call_chain: vec![body.name.clone()],
        id: body.id,
        rust_type: rust_path("constructors", &body.item_path) + &int_type_arguments(&body.params),
        has_view: plan.has_view(ty),
    });
    let functions = plan.functions.iter().flat_map(|function| function_rows(plan, &function.item));
    boxed.chain(structs).chain(functions).collect()
}

/// Generates a slice of [`TypeUnderTest`](crate::TypeUnderTest)s; `protocol` is the path of the module with the Rust
/// types.
#[must_use]
pub fn source_of_types_under_test(plan: &Plan, protocol: &str) -> String {
    let cases = combinators_with_rust_types(plan).into_iter().map(|CombinatorWithRustType { call_chain, rust_type, has_view, .. }| {
        let full = type_in_protocol(protocol, &rust_type);
        let compare_view = if has_view { format!("Some(compare_view::<{full}, ThisCrate>)") } else { "None".to_owned() };
        format!(
            "TypeUnderTest {{ call_chain: &{call_chain:?}, rust_type: {rust_type:?}, decode_and_encode: decode_and_encode::<{full}>, encode_and_decode: encode_and_decode::<{full}>, compare_view: {compare_view} }},\n"
        )
    });
    format!("&[\n{}]\n", cases.collect::<String>())
}

/// Generates assertions that no type is larger than planned; `protocol` is the path of the module
/// with the Rust types.
#[must_use]
pub fn source_of_size_assertions(plan: &Plan, protocol: &str) -> String {
    let types = plan.types.iter().map(|ty| (rust_path("types", &ty.item_path), ty.memory));
    let structs = plan.types.iter().flat_map(|ty| &ty.constructors);
    let structs = structs.map(|body| (rust_path("constructors", &body.item_path), body.memory));
    let assertion = |(rust, memory): (String, usize)| {
        let limit = memory + 1;
        format!("const _: () = assert!(size_of::<{protocol}::{rust}>() < {limit}, \"{rust}\");\n")
    };
    types.chain(structs).map(assertion).collect()
}

/// Generates a slice with the [`Method`](tl_runtime::Method) of each function; `protocol` is the path of the module
/// with the Rust types.
#[must_use]
pub fn source_of_method_list(plan: &Plan, protocol: &str) -> String {
    let functions = plan.functions.iter().map(|function| {
        let arguments = vec!["()"; function.item.params.len()].join(", ");
        let full = type_in_protocol(protocol, &rust_path("functions", &function.item.item_path));
        format!("<{full}<{arguments}> as Described>::METHOD,\n")
    });
    format!("&[\n{}]\n", functions.collect::<String>())
}

/// Prefixes a Rust type and its type arguments with the path of the protocol, except for `i32` and
/// [`IntCall`](crate::IntCall).
fn type_in_protocol(protocol: &str, rust: &str) -> String {
    let rust = rust.replace('<', &format!("<{protocol}::")).replace(", ", &format!(", {protocol}::"));
    let full = format!("{protocol}::{rust}").replace(&format!("{protocol}::i32"), "i32");
    full.replace(&format!("{protocol}::{INT_CALL}"), &format!("::tl_round_trip::{INT_CALL}"))
}

/// The type arguments `<i32, …>` for these type parameters; empty without parameters.
fn int_type_arguments(params: &[String]) -> String {
    equal_type_arguments(params, "i32")
}

fn equal_type_arguments(params: &[String], argument: &str) -> String {
    if params.is_empty() { String::new() } else { format!("<{}>", vec![argument; params.len()].join(", ")) }
}

fn constructor_names_and_ids(ty: &BoxedType) -> Vec<(String, u32)> {
    match &ty.shape {
        TypeShape::Alias => ty.constructors.iter().map(|body| (body.name.clone(), body.id)).collect(),
        TypeShape::Enum(variants) => variants.iter().map(|variant| (variant.name.clone(), variant.id)).collect(),
    }
}

fn function_rows(plan: &Plan, body: &Struct) -> Vec<CombinatorWithRustType> {
    let row = |calls: &[&str]| CombinatorWithRustType {
        call_chain: std::iter::once(body.name.as_str()).chain(calls.iter().copied()).map(str::to_owned).collect(),
        id: body.id,
        rust_type: type_of_function(plan, body, calls),
        has_view: false,
    };
    let chains = inner_call_chains(plan);
    match body.params.is_empty() || chains.is_empty() {
        true => vec![row(&[])],
        false => chains.iter().map(|calls| row(calls)).collect(),
    }
}

/// The struct of a function, with the called functions as type arguments; without such functions, with numbers.
fn type_of_function(plan: &Plan, body: &Struct, calls: &[&str]) -> String {
    let rust = rust_path("functions", &body.item_path);
    match calls.split_first() {
        None => rust + &equal_type_arguments(&body.params, INT_CALL),
        Some((inner, rest)) => {
            let inner = plan.functions.iter().find(|function| function.item.name == *inner);
            let inner = &inner.expect("a function of `inner_call_chains`").item;
            let arguments: Vec<_> = body.params.iter().map(|_| type_of_function(plan, inner, rest)).collect();
            format!("{rust}<{}>", arguments.join(", "))
        }
    }
}

pub(crate) fn rust_path(tree: &str, item_path: &ItemPath) -> String {
    let parts: Vec<_> = std::iter::once(tree).chain(item_path.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), item_path.ident)
}
