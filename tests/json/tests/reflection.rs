//! Reflection says the same as the command `model --format json`, and look-up is fast and small.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tl_codegen::table::EncodedTable;
use tl_json::SchemaWithTable;
use tl_parser::SourceMap;
use tl_runtime::table::{Arg, Args, Combinator, CombinatorKind, Field, Number, Table, Type, TypeRef, Variable};

/// Writes types of one combinator in TL's notation.
struct Notation<'t> {
    table: &'t Table<'t>,
    params: Vec<String>,
    /// The fields of the combinator, and of each repetition around the type.
    levels: Vec<Vec<Field<'t>>>,
}

impl<'t> Notation<'t> {
    fn variable(&self, variable: Variable) -> String {
        let field = |level: usize, index: u16| self.levels[level][usize::from(index)].name().to_owned();
        match variable {
            Variable::Field(index) => field(0, index),
            Variable::Inner { depth, field: index } => field(usize::from(depth), index),
            Variable::Param(param) => self.params[usize::from(param)].clone(),
        }
    }

    fn number(&self, number: Number) -> String {
        match number {
            Number::Constant(constant) => constant.to_string(),
            Number::Sum(variable, 0) => self.variable(variable),
            Number::Sum(variable, more) => format!("{}+{more}", self.variable(variable)),
        }
    }

    fn with_args(&mut self, name: &str, args: &Args<'t>) -> String {
        let args = args.iter().map(|arg| match arg {
            Arg::Type(ty) => self.ty(ty),
            Arg::Number(number) => self.number(number),
        });
        let args: Vec<_> = args.collect();
        if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", args.join(",")) }
    }

    fn ty(&mut self, ty: TypeRef) -> String {
        let table = self.table;
        match table.ty(ty) {
            Type::Nat | Type::Flags => "#".to_owned(),
            Type::True => "true".to_owned(),
            Type::Vector { is_bare, element } => {
                format!("{}<{}>", if is_bare { "vector" } else { "Vector" }, self.ty(element))
            }
            Type::Boxed(ty, args) => self.with_args(ty.name(), &args),
            Type::Bare(constructor, args) => self.with_args(constructor.name(), &args),
            Type::Param(variable) => self.variable(variable),
            Type::BareParam(variable) => format!("%{}", self.variable(variable)),
            Type::Call(variable) => format!("!{}", self.variable(variable)),
            Type::Repetition { count, fields } => {
                let count = self.number(count);
                self.levels.push(fields.iter().collect());
                let fields: Vec<_> = fields.iter().map(|field| self.field(&field)).collect();
                self.levels.pop();
                format!("{count}*[{}]", fields.join(" "))
            }
            scalar => format!("{scalar:?}").to_lowercase().replace("bool", "Bool").replace("object", "Object"),
        }
    }

    fn condition(&self, field: &Field<'t>) -> Option<(String, u8)> {
        field.condition().map(|condition| (self.variable(condition.flags_field), condition.bit))
    }

    fn field(&mut self, field: &Field<'t>) -> String {
        let name = if field.name().is_empty() { String::new() } else { format!("{}:", field.name()) };
        let condition = self.condition(field).map(|(flags, bit)| format!("{flags}.{bit}?"));
        format!("{name}{}{}", condition.unwrap_or_default(), self.ty(field.ty()))
    }
}

/// A combinator of a table in the form of the model.
fn reflected<'t>(table: &'t Table<'t>, combinator: &Combinator<'t>, params: Vec<String>) -> Value {
    let mut notation = Notation { table, params, levels: vec![combinator.fields().collect()] };
    let fields = combinator.fields().map(|field| {
        let flag = notation.condition(&field).map(|(flags, bit)| json!({"field": flags, "bit": bit}));
        let name = Some(field.name()).filter(|name| !name.is_empty());
        json!({"name": name, "type": notation.ty(field.ty()), "flag": flag})
    });
    let fields: Vec<_> = fields.collect();
    let section = match combinator.kind() {
        CombinatorKind::Constructor => "types",
        CombinatorKind::Function => "functions",
    };
    json!({
        "name": combinator.name(),
        "id": format!("{:08x}", combinator.id()),
        "section": section,
        "type": notation.ty(combinator.result()),
        "n_params": combinator.n_params(),
        "fields": fields,
    })
}

/// Words that TDLib's schemas use for types of the codec.
const ALIASES: [(&str, &str); 4] =
    [("int32", "int"), ("int64", "long"), ("secureString", "string"), ("secureBytes", "bytes")];

/// A combinator of the model: `%Point` becomes `point`, and a count that is not written becomes that of the field before.
fn expected(found: &Value, only_constructors: &BTreeMap<String, String>) -> Value {
    let in_full = |text: &str| {
        let parts = text.split('%').enumerate().map(|(index, part)| {
            let end = part.find([',', '<', '>', ']', ' ']).unwrap_or(part.len());
            match only_constructors.get(&part[..end]).filter(|_| index > 0) {
                Some(constructor) => format!("{constructor}{}", &part[end..]),
                None if index > 0 => format!("%{part}"),
                None => part.to_owned(),
            }
        });
        ALIASES.iter().fold(parts.collect::<String>(), |text, (alias, name)| text.replace(alias, name))
    };
    let mut before = String::new();
    let fields = found["fields"].as_array().unwrap().iter().map(|field| {
        let mut text = in_full(field["type"].as_str().unwrap());
        if text.starts_with('[') {
            text = format!("{before}*{text}");
        }
        before = field["name"].as_str().unwrap_or_default().to_owned();
        json!({"name": field["name"], "type": text, "flag": field["flag"]})
    });
    let fields: Vec<_> = fields.collect();
    let result = in_full(found["type"].as_str().unwrap());
    let without_args = || result.split('<').next().unwrap_or_default().to_owned();
    json!({
        "name": found["name"],
        "id": found["id"],
        "section": found["section"],
        "type": if found["section"] == "types" { without_args() } else { result.clone() },
        "n_params": found["params"].as_array().unwrap().len(),
        "fields": fields,
    })
}

/// Compares all combinators of a file; returns their number.
fn compare(path: &str) -> usize {
    let full = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let mut sources = SourceMap::new();
    let id = sources.add(path, std::fs::read_to_string(full).unwrap());
    let (files, found) = tl_parser::parse_all(&sources, &[id], tl_parser::Dialect::Tl);
    let (schema, _) = tl_parser::resolve(&files);
    let report = tl_parser::json::report(&schema, &files, &found, &sources);
    let encoded = EncodedTable::of_schema(&schema).unwrap_or_else(|why| panic!("{path}: {why}"));
    let table = encoded.as_table();
    let only = |ty: tl_runtime::table::BoxedType<'_>| {
        let only = ty.constructors().next().filter(|_| ty.n_constructors() == 1)?;
        Some((ty.name().to_owned(), only.name().to_owned()))
    };
    let mut only_constructors: BTreeMap<_, _> = table.types().filter_map(only).collect();
    only_constructors.insert("Vector".to_owned(), "vector".to_owned());
    let mut n_compared = 0;
    for (meant, found) in schema.combinators.iter().zip(report["combinators"].as_array().unwrap()) {
        let kind = if found["section"] == "types" { CombinatorKind::Constructor } else { CombinatorKind::Function };
        let name = tl_interpreter::combinator_name(&schema, meant);
        let by_name = table.combinators().filter(|combinator| combinator.name() == name);
        let combinator =
            by_name.filter(|combinator| combinator.kind() == kind).last().unwrap_or_else(|| panic!("{path}: {name}"));
        assert_eq!(combinator.id(), meant.id, "{path}: {name}");
        // The layouts of supplied types are those of the runtime, not of their declarations.
        if meant.codec_type.is_none() {
            let params = meant.params.iter().map(|param| param.name.clone()).collect();
            let mut expected = expected(found, &only_constructors);
            // A default constructor has the name of its type.
            expected["name"] = json!(name);
            assert_eq!(reflected(&table, &combinator, params), expected, "{path}");
        }
        n_compared += 1;
    }
    assert_eq!(table.combinators().count(), n_compared);
    n_compared
}

#[test]
fn reflection_equals_the_model_for_every_combinator() {
    assert!(compare("schemas/api/api.tl") > 2500);
    assert!(compare("schemas/mtproto/mtproto.tl") > 60);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/codegen");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".tl")).collect();
    names.sort();
    let n_compared: usize = names.iter().map(|name| compare(&format!("tests/fixtures/codegen/{name}"))).sum();
    assert!(n_compared > 200);
}

#[test]
fn the_table_of_the_api_has_at_most_256_kilobytes() {
    let api = SchemaWithTable::of_file("schemas/api/api.tl").encoded;
    let (names, parts) = (&api.names, &api.parts);
    let of_names = names.text.len() + names.records.len() + names.by_id.len() + names.buckets.len();
    let numbers = [&parts.combinators, &parts.fields, &parts.types, &parts.members, &parts.exprs, &parts.word_ends];
    let of_parts: usize = numbers.iter().map(|numbers| numbers.len()).sum::<usize>() + parts.words.len();
    assert!(of_names + of_parts <= 256 * 1024, "{of_names} and {of_parts} bytes");
}

/// The shortest time of a look-up in 20 rounds.
fn time_of(n_lookups: usize, look_up_all: impl Fn() -> usize) -> Duration {
    let rounds = (0..20).map(|_| {
        let start = Instant::now();
        assert_eq!(std::hint::black_box(look_up_all()), n_lookups);
        start.elapsed()
    });
    rounds.min().unwrap_or_default() / u32::try_from(n_lookups).unwrap()
}

/// Without optimisation the limits are those of another order; `cargo test --release` checks the real ones.
#[test]
fn look_up_takes_nanoseconds() {
    let api = SchemaWithTable::of_file("schemas/api/api.tl").encoded;
    let table = api.as_table();
    let ids: Vec<_> = table.combinators().map(|combinator| combinator.id()).collect();
    let names: Vec<_> = table.combinators().map(|combinator| combinator.name()).collect();
    let by_id = time_of(ids.len(), || ids.iter().filter(|id| table.by_id(**id).is_some()).count());
    let by_name = time_of(names.len(), || names.iter().filter(|name| table.by_name(name).is_some()).count());
    println!("by id {by_id:?}, by name {by_name:?}");
    let factor = if cfg!(debug_assertions) { 50 } else { 1 };
    assert!(by_id <= factor * Duration::from_nanos(50), "{by_id:?}");
    assert!(by_name <= factor * Duration::from_nanos(150), "{by_name:?}");
}
