//! Tables of sentences: what is read, what is refused, and rows about items that the schema lacks.

use tl_codegen::metadata::{Sentence, Sentences, check_item_names, describe_items, read_sentences};
use tl_parser::{Schema, Severity, SourceMap, Style, render_all};

const SCHEMA: &str = "user#d23c81a3 id:int name:string = User;\n---functions---\ngetUser#b0f732d5 id:int = User;\n";
const FIELDS_HEADER_LINE: &str = "field\ttype\tin\tdescription\n";

/// The sentences of three tables, given without their headers, and the findings as text.
fn read_sentences_of_rows(types: &str, constructors: &str, fields: &str) -> (Sentences, String) {
    let mut sources = SourceMap::new();
    let types = sources.add("types.tsv", format!("type\tdescription\n{types}"));
    let constructors = sources.add("constructors.tsv", format!("constructor\tdescription\n{constructors}"));
    let fields = sources.add("fields.tsv", format!("{FIELDS_HEADER_LINE}{fields}"));
    let (sentences, mut found) = read_sentences(&sources, [Some(types), Some(constructors), Some(fields)]);
    found.extend(check_item_names(&sentences, &schema()));
    (sentences, render_all(&found, &sources, Style::Plain))
}

fn schema() -> Schema {
    let (_, schema, found) = tl_parser::read_text("chat.tl", SCHEMA);
    assert!(found.iter().all(|found| found.severity != Severity::Error), "{found:?}");
    schema
}

#[test]
fn a_row_about_one_combinator_overrides_any() {
    let (sentences, found) = read_sentences_of_rows(
        "User\tA person\n",
        "user\t`User` with a name\n",
        "id\tint\t*\tId\nid\tint\tgetUser\tWhom to get\n",
    );
    assert_eq!(found, "");
    let description = |combinator| sentences.of_field(combinator, "id", "int").and_then(Sentence::description);
    assert_eq!([description("user"), description("getUser")], [Some("Id"), Some("Whom to get")]);
    assert_eq!(sentences.of_field("user", "id", "long"), None);
}

#[test]
fn a_reason_stands_in_place_of_an_uncertain_sentence() {
    let (sentences, found) = read_sentences_of_rows("", "", "id\tint\t*\t? Its range is not documented\n");
    assert_eq!(found, "");
    let reason = Sentence::LeftOut("Its range is not documented".to_owned());
    assert_eq!(sentences.of_field("user", "id", "int"), Some(&reason));
}

#[test]
fn rows_with_mistakes_are_refused_with_their_place() {
    for (types, message) in [
        ("User\t\n", "expected a description, found an empty cell"),
        ("User\tA person \n", "text with blanks around it"),
        ("User\tA \u{202e}person\n", "text with the character U+202E"),
        ("User\tA \u{1b}[1mperson\n", "text with the character U+001B"),
        ("User\tA `person\n", "a backtick without its pair"),
        ("User\tA person\nUser\tA bot\n", "`User` has a row already"),
        ("User\tA person\nBot\tA bot\n", "`Bot` stands after `User`"),
        ("User\tA person\tid\n", "expected 2 cells, found 3"),
    ] {
        let (_, found) = read_sentences_of_rows(types, "", "");
        let first = found.lines().next().unwrap_or_default();
        assert_eq!(first, format!("error[bad-metadata]: {message}"), "{types:?}");
        assert!(found.contains("types.tsv:"), "{found}");
    }
}

#[test]
fn sentences_about_unknown_items_are_dormant() {
    for (fields, message) in [
        ("id\tlong\t*\tId\n", "no combinator has a field `id` of type `long`"),
        ("id\tint\tgetChat\tId\n", "no combinator `getChat` has a field `id` of type `int`"),
        ("id\tint\t*\tId, as in `getChat`\n", "nothing in the schema is called `getChat`"),
    ] {
        let (_, found) = read_sentences_of_rows("", "", fields);
        assert!(found.starts_with(&format!("warning[bad-metadata]: {message}\n")), "{found}");
    }
    let (_, found) = read_sentences_of_rows("Chat\tA chat\n", "chat\tA chat\n", "");
    assert_eq!(found.matches("warning[bad-metadata]: no ").count(), 2, "{found}");
}

#[test]
fn items_without_documentation_are_described() {
    let (sentences, _) = read_sentences_of_rows("User\tA person\n", "user\tKnown by name\n", "id\tint\t*\tId\n");
    let mut schema = schema();
    describe_items(&mut schema, &sentences);
    assert_eq!(schema.types.iter().find_map(|ty| ty.doc.as_deref()), Some("A person"));
    let doc = schema.combinators[0].doc.as_ref().unwrap();
    assert_eq!(doc.description.as_deref(), Some("Known by name"));
    assert_eq!(doc.fields, [("id".to_owned(), "Id".to_owned())]);
    let doc = schema.combinators[1].doc.as_ref().unwrap();
    assert_eq!((doc.description.as_deref(), doc.fields.len()), (None, 1));
}
