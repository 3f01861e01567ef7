//! Code of callers: functions that use one item of a plan in every way that a strictness allows.
//!
//! Strict callers write every field, variant and type. Callers who follow the contract end literals with `..X::new(…)`,
//! patterns with `..`, and matches with `_`. Types of fields come from the listing of the plan.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tl_codegen::Plan;
use tl_codegen::plan::{BitGroup, BoxedType, DefaultImpl, Field, FieldKind, NewMethod, Struct, TypeShape};

/// How much a caller relies on beyond the contract of the generated API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strictness {
    /// The caller uses everything that cargo's rules protect.
    Strict,
    /// The caller follows the contract of the generated API.
    Contract,
}

/// Code that uses one item of a plan.
pub struct Caller {
    /// The path of the item: `constructors::Chat`.
    pub item: String,
    /// How strictly the code uses the item.
    pub strictness: Strictness,
    /// The functions, which need the modules of the protocol in scope.
    pub code: String,
}

/// The callers of each item of a plan. Items with parameters have none.
#[must_use]
pub fn callers_of_plan(plan: &Plan) -> Vec<Caller> {
    let types = ListedTypes::of_plan(plan);
    let mut callers = Vec::new();
    for strictness in [Strictness::Strict, Strictness::Contract] {
        let mut add = |item: String, code: String| callers.push(Caller { item, strictness, code });
        for ty in plan.types.iter().filter(|ty| ty.params.is_empty() && ty.numbers.is_empty()) {
            let path = item_path("types", &ty.item_path.namespace, &ty.item_path.ident);
            add(path.clone(), caller_of_type(&path, ty, &types, strictness));
        }
        for item in plan.structs() {
            let tree = if item.is_function { "functions" } else { "constructors" };
            for (tree, item) in
                [(tree, item)].into_iter().chain(item.all_records().into_iter().map(|it| ("records", it)))
            {
                let path = item_path(tree, &item.item_path.namespace, &item.item_path.ident);
                if item.params.is_empty() {
                    add(path.clone(), caller_of_struct(&path, item, &types, strictness));
                }
            }
            for (_, group) in item.all_bit_groups().filter(|(_, group)| group.params.is_empty()) {
                let path = item_path("groups", &group.item_path.namespace, &group.item_path.ident);
                add(path.clone(), caller_of_group(&path, group, &types, strictness));
            }
        }
    }
    callers
}

fn item_path(tree: &str, namespace: &[String], ident: &str) -> String {
    let parts = [tree].into_iter().chain(namespace.iter().map(String::as_str)).chain([ident]);
    parts.collect::<Vec<_>>().join("::")
}

/// The types in the listing of a plan.
struct ListedTypes {
    /// For each item the type of each field, or the payload of each variant.
    parts: BTreeMap<String, BTreeMap<String, String>>,
    /// The result of each function.
    results: BTreeMap<String, String>,
}

impl ListedTypes {
    fn of_plan(plan: &Plan) -> Self {
        let mut types = Self { parts: BTreeMap::new(), results: BTreeMap::new() };
        let mut item = String::new();
        for line in plan.public_names_text().lines() {
            match line.strip_prefix("    ") {
                Some(part) => types.insert_part(&item, part),
                None => {
                    let head = line.strip_prefix("enum ").unwrap_or(line);
                    let (head, result) =
                        head.split_once(" -> ").map_or((head, None), |(head, result)| (head, Some(result)));
                    item = head.split(['<', ' ']).next().unwrap_or(head).to_owned();
                    if let Some(result) = result {
                        types.results.insert(item.clone(), result.to_owned());
                    }
                }
            }
        }
        types
    }

    /// Adds a line such as `title: Option<Text>` or `Chat(constructors::Chat)`.
    fn insert_part(&mut self, item: &str, part: &str) {
        let field = part.split_once(": ");
        let payload = part.strip_suffix(')').and_then(|part| part.split_once('('));
        if let Some((name, ty)) = field.or(payload) {
            self.parts.entry(item.to_owned()).or_default().insert(name.to_owned(), ty.to_owned());
        }
    }

    fn type_of_part(&self, item: &str, name: &str) -> &str {
        self.parts.get(item).and_then(|parts| parts.get(name)).map_or("()", String::as_str)
    }
}

fn caller_of_type(path: &str, ty: &BoxedType, types: &ListedTypes, strictness: Strictness) -> String {
    let TypeShape::Enum(variants) = &ty.shape else {
        let target = &ty.constructors[0].item_path;
        let target = self::item_path("constructors", &target.namespace, &target.ident);
        return format!("pub fn same(value: {path}) -> {target} {{ value }}\n");
    };
    let mut code = String::new();
    let mut arms = String::new();
    for variant in variants {
        let ident = &variant.ident;
        let n = arms.lines().count();
        // Writing to a string cannot fail.
        let _ = match &variant.payload {
            None => {
                let _ = writeln!(code, "pub fn make_{n}() -> {path} {{ {path}::{ident} }}");
                writeln!(arms, "{path}::{ident} => {{}}")
            }
            Some(payload) => {
                let held = types.type_of_part(path, ident);
                let item = &ty.constructors[payload.constructor].item_path;
                let item = self::item_path("constructors", &item.namespace, &item.ident);
                let _ = writeln!(code, "pub fn make_{n}(value: {item}) -> {path} {{ value.into() }}");
                let _ = writeln!(code, "pub fn hold_{n}(value: {held}) -> {path} {{ {path}::{ident}(value) }}");
                if ty.is_boxed_in_fields && strictness == Strictness::Strict {
                    let _ = writeln!(code, "pub fn boxed_{n}(value: {item}) -> Box<{path}> {{ value.into() }}");
                }
                writeln!(arms, "{path}::{ident}(value) => {{ let _: {held} = value; }}")
            }
        };
    }
    let rest = if strictness == Strictness::Contract { "_ => {}\n" } else { "" };
    code + &format!("pub fn take(value: {path}) {{ match value {{\n{arms}{rest}}} }}\n")
}

fn caller_of_struct(path: &str, item: &Struct, types: &ListedTypes, strictness: Strictness) -> String {
    let fields: Vec<_> =
        item.fields.iter().map(|field| (field.ident.as_str(), types.type_of_part(path, &field.ident))).collect();
    let required: Vec<_> = item.fields.iter().filter(|field| is_required_field(field)).collect();
    let names: Vec<_> = required.iter().map(|field| field.ident.as_str()).collect();
    let has_new = item.impls.new != NewMethod::Absent;
    let new_call = format!("{path}::new({})", names.join(", "));
    let mut code = String::new();
    if has_new {
        let params: Vec<_> =
            required.iter().map(|field| param_of_new(field, types.type_of_part(path, &field.ident))).collect();
        code += &format!("pub fn new({}) -> {path} {{ {new_call} }}\n", params.join(", "));
    }
    if has_new && strictness == Strictness::Contract {
        let optional = item.fields.iter().filter(|field| !is_required_field(field));
        let optional: Vec<_> = optional.map(|field| field.ident.as_str()).collect();
        let params = item.fields.iter().map(|field| match is_required_field(field) {
            true => param_of_new(field, types.type_of_part(path, &field.ident)),
            false => format!("{}: {}", field.ident, types.type_of_part(path, &field.ident)),
        });
        let params: Vec<_> = params.collect();
        code += &format!(
            "pub fn make({}) -> {path} {{ {path} {{ {}, ..{new_call} }} }}\n",
            params.join(", "),
            optional.join(", ")
        );
    } else {
        code += &literal_function(path, &fields);
    }
    code += &pattern_function(path, &fields, strictness);
    if item.impls.default != DefaultImpl::Absent {
        code += &format!("pub fn default() -> {path} {{ {path}::default() }}\n");
    }
    for (n, method) in item.implied.iter().enumerate() {
        code += &format!("pub fn method_{n}(value: &{path}) -> bool {{ value.{}() }}\n", method.ident);
    }
    if let Some(result) = types.results.get(path) {
        code += &format!("pub fn result(value: <{path} as tl_runtime::Function>::Result) -> {result} {{ value }}\n");
    }
    code
}

fn caller_of_group(path: &str, group: &BitGroup, types: &ListedTypes, strictness: Strictness) -> String {
    let fields: Vec<_> =
        group.members.iter().map(|member| (member.ident.as_str(), types.type_of_part(path, &member.ident))).collect();
    literal_function(path, &fields) + &pattern_function(path, &fields, strictness)
}

/// A parameter for an argument of `new`, which takes a value without its `Box`.
fn param_of_new(field: &Field, ty: &str) -> String {
    let ty = ty.strip_prefix("Box<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty);
    format!("{}: {ty}", field.ident)
}

/// A function that builds a struct from all its fields.
fn literal_function(path: &str, fields: &[(&str, &str)]) -> String {
    let params: Vec<_> = fields.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    format!("pub fn literal({}) -> {path} {{ {path} {{ {} }} }}\n", params.join(", "), names.join(", "))
}

/// A function that takes a struct apart, and names the type of each field.
fn pattern_function(path: &str, fields: &[(&str, &str)], strictness: Strictness) -> String {
    let names: String = fields.iter().map(|(name, _)| format!("{name}, ")).collect();
    let rest = if strictness == Strictness::Contract { ".." } else { "" };
    let typed: String = fields.iter().map(|(name, ty)| format!("let _: {ty} = {name}; ")).collect();
    format!("pub fn take(value: {path}) {{ let {path} {{ {names}{rest} }} = value; {typed} }}\n")
}

fn is_required_field(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Required(_))
}
