//! Runs the conformance cases: each a small text with the reading that any TL parser is expected to give it.
//!
//! What is compared: the verdict; of accepted texts every id, canonical form, parameter, field, condition and type,
//! directives, layer and remarks; of refused ones the kind, line and column. Invariant: a case is either right or in
//! [`UNSUPPORTED`] and wrong, so that the list can only shrink.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::display::{display, expected_display};
use serde_json::{Value, json};
use tl_parser::{Code, Combinator, Diagnostic, ParamKind, Schema, Section, SourceMap, Variable, ast, parse, resolve};

/// Cases that are not read as expected yet, with the reason of each group.
const UNSUPPORTED: &[(&str, &[&str])] = &[
    (
        "documentation comments are skipped",
        &["ok-doc-class", "ok-doc-function", "ok-doc-many-lines", "ok-doc-param-description", "ok-doc-single-line"],
    ),
    (
        "numbers are no arguments in a schema yet, unless a parameter is handed on",
        &[
            "ok-field-nat",
            "ok-flag-param-mask",
            "ok-func-dependent-result",
            "ok-id-folds-numbers",
            "ok-param-fixed-result",
            "ok-param-mixed",
            "ok-param-nat",
        ],
    ),
    ("a count is a constant or a variable, no sum of both", &["ok-rep-sum"]),
    ("fields of a repetition have no index that a condition could name", &["bad-mask-inner", "ok-rep-inner-mask"]),
    ("`object` and `function` have no type in a schema", &["ok-builtin-declarations"]),
];

#[test]
fn every_case_is_read_as_expected() {
    let mut wrong = BTreeMap::new();
    let mut n_cases = 0;
    for path in common::files("conformance", "json") {
        n_cases += 1;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path.with_extension("tl")).unwrap();
        let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        if let Err(why) = check(&text, &expected) {
            wrong.insert(name, why);
        }
    }
    assert!(n_cases > 200, "the cases are not where they should be: found {n_cases}");
    let unsupported: Vec<_> = UNSUPPORTED.iter().flat_map(|(_, names)| *names).collect();
    let surprising: Vec<_> = wrong.iter().filter(|(name, _)| !unsupported.contains(&&name.as_str())).collect();
    let right: Vec<_> = unsupported.iter().filter(|name| !wrong.contains_key(**name as &str)).collect();
    let shown: Vec<_> = surprising.iter().map(|(name, why)| format!("{name}: {why}")).collect();
    assert!(surprising.is_empty(), "{} of {n_cases} cases are wrong:\n{}", shown.len(), shown.join("\n"));
    assert!(right.is_empty(), "take these out of the list, they are right: {right:?}");
}

/// What a text is read as.
struct Reading {
    sources: SourceMap,
    file: ast::File,
    schema: Schema,
    diagnostics: Vec<Diagnostic>,
}

fn check(text: &str, expected: &Value) -> Result<(), String> {
    let mut sources = SourceMap::new();
    sources.add("case.tl", text);
    let (file, mut diagnostics) = parse(&sources.sources()[0]);
    let (schema, found) = resolve(std::slice::from_ref(&file));
    diagnostics.extend(found);
    let reading = Reading { sources, file, schema, diagnostics };
    match expected["accept"].as_bool() {
        Some(true) => check_accepted(&reading, expected),
        _ => check_refused(&reading, expected),
    }
}

fn check_refused(reading: &Reading, expected: &Value) -> Result<(), String> {
    let found: Vec<_> = reading.errors().map(|diagnostic| reading.describe(diagnostic)).collect();
    let [error] = found.as_slice() else {
        return Err(format!("expected one error, found {found:?}"));
    };
    same("kind", &expected["error_kind"], &error["kind"])?;
    if expected["line"].is_null() {
        return Ok(());
    }
    same("line", &expected["line"], &error["line"])?;
    same("column", &expected["column"], &error["column"])
}

fn check_accepted(reading: &Reading, expected: &Value) -> Result<(), String> {
    if let Some(error) = reading.errors().next() {
        return Err(format!("refused: {} {}", error.message, reading.describe(error)));
    }
    same("layer", &expected["layer"], &json!(reading.schema.layer))?;
    same("directives", &absent_as_empty(&expected["directives"]), &reading.directives())?;
    same("classes", &expected["classes"], &Value::Null)?;
    if !expected["summary"].is_null() {
        return same("summary", &expected["summary"], &reading.summary());
    }
    same("lints", &sorted(&absent_as_empty(&expected["lints"])), &sorted(&reading.remarks()))?;
    let combinators = expected["combinators"].as_array().ok_or("no combinators")?;
    same("number of combinators", &json!(combinators.len()), &json!(reading.schema.combinators.len()))?;
    for (expected, found) in combinators.iter().zip(&reading.schema.combinators) {
        check_combinator(&reading.schema, expected, found).map_err(|why| format!("{}: {why}", found.name))?;
    }
    Ok(())
}

fn check_combinator(schema: &Schema, expected: &Value, found: &Combinator) -> Result<(), String> {
    let section = match found.section {
        Section::Types => "types",
        Section::Functions => "functions",
    };
    same("name", &expected["name"], &json!(found.name.to_string()))?;
    same("section", &expected["section"], &json!(section))?;
    same("id", &expected["id"], &json!(format!("{:08x}", found.id)))?;
    same("explicit", &expected["explicit"], &json!(found.id_is_written))?;
    same("crc", &expected["crc"], &json!(format!("{:08x}", found.crc)))?;
    same("crc_telegram", &expected["crc_telegram"], &json!(format!("{:08x}", found.crc_telegram)))?;
    same("canonical", &expected["canonical"], &json!(found.canonical))?;
    same("builtin", &json!(expected["builtin"].as_bool().unwrap_or(false)), &json!(found.is_builtin))?;
    same("documentation", &expected["doc"], &Value::Null)?;
    let params: Vec<_> =
        found.params.iter().map(|param| json!({"name": param.name, "kind": kind(param.kind)})).collect();
    same("parameters", &expected["params"], &json!(params))?;
    let result = expected_display(schema, &expected["type"]);
    same("result", &json!(result), &json!(display(schema, found, &found.result)))?;
    let fields = expected["fields"].as_array().ok_or("no fields")?;
    same("number of fields", &json!(fields.len()), &json!(found.fields.len()))?;
    for (expected, field) in fields.iter().zip(&found.fields) {
        same("field", &expected["name"], &json!(field.name))?;
        let flag = field.condition.map(|condition| json!({"field": mask(found, condition.mask), "bit": condition.bit}));
        same("flag", &expected["flag"], &json!(flag))?;
        let ty = expected_display(schema, &expected["type"]);
        same("type", &json!(ty), &json!(display(schema, found, &field.ty)))?;
    }
    Ok(())
}

fn kind(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Type => "Type",
        ParamKind::Nat => "#",
    }
}

fn mask(combinator: &Combinator, variable: Variable) -> Option<&str> {
    match variable {
        Variable::Field(idx) => combinator.fields[idx as usize].name.as_deref(),
        Variable::Param(idx) => Some(&combinator.params[idx as usize].name),
    }
}

impl Reading {
    fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error())
    }

    fn describe(&self, diagnostic: &Diagnostic) -> Value {
        let location = self.sources.location(diagnostic.primary.span);
        json!({"kind": diagnostic.code.as_str(), "line": location.line, "column": location.column})
    }

    fn remarks(&self) -> Value {
        let remarks = self.diagnostics.iter().filter(|diagnostic| !diagnostic.is_error());
        remarks.map(|diagnostic| self.describe(diagnostic)).collect()
    }

    fn directives(&self) -> Value {
        let directives = self.file.declarations.iter().filter_map(|declaration| match declaration {
            ast::Declaration::Combinator(_) => None,
            ast::Declaration::Directive(directive) => {
                let kind = match directive.kind {
                    ast::DirectiveKind::Final => "final",
                    ast::DirectiveKind::New => "new",
                    ast::DirectiveKind::Empty => "empty",
                };
                Some(json!({"kind": kind, "name": directive.name.text}))
            }
            ast::Declaration::Partial(partial) => {
                let args: Vec<_> = match &partial.application.args {
                    ast::Args::Angle(args) => args.iter().map(ToString::to_string).collect(),
                    ast::Args::Juxtaposed(sums) => sums.iter().map(ToString::to_string).collect(),
                };
                let section = match partial.section {
                    Section::Types => "types",
                    Section::Functions => "functions",
                };
                let name = &partial.application.name.text;
                Some(json!({"kind": "partial", "name": name, "arguments": args, "section": section}))
            }
        });
        directives.collect()
    }

    fn summary(&self) -> Value {
        let combinators = &self.schema.combinators;
        let n_types = combinators.iter().filter(|combinator| combinator.section == Section::Types).count();
        let n_mismatches = self.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::IdMismatch).count();
        json!({
            "types": n_types,
            "functions": combinators.len() - n_types,
            "fields": combinators.iter().map(|combinator| combinator.fields.len()).sum::<usize>(),
            "id_xor": format!("{:08x}", combinators.iter().fold(0, |xor, combinator| xor ^ combinator.id)),
            "first": combinators.first().map(|combinator| combinator.name.to_string()),
            "last": combinators.last().map(|combinator| combinator.name.to_string()),
            "lints": {"id-mismatch": n_mismatches},
        })
    }
}

fn same(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected}, found {found}")),
    }
}

fn absent_as_empty(value: &Value) -> Value {
    match value {
        Value::Null => json!([]),
        other => other.clone(),
    }
}

fn sorted(values: &Value) -> Value {
    let mut values = values.as_array().cloned().unwrap_or_default();
    values.sort_by_key(ToString::to_string);
    json!(values)
}
