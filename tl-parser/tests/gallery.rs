//! The page of typical diagnostics, `DIAGNOSTICS.md`, shows the real output.
//!
//! `TL_BLESS=1 cargo test -p tl-parser --test gallery` rewrites it. Invariant: this crate renders every example on the
//! page from the schema above it, except the output of rustc at the end.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tl_parser::{Code, Level, Levels, SourceMap, Style, lint, read, render_all};

const HEAD: &str = "\
# Examples of diagnostics

Ten typical diagnostics, as a terminal shows them. The colours are those of rustc: red for errors and their position, yellow
for warnings, blue for related positions, green for additions. `cargo test -p tl-parser --test gallery` compares this page
with the real output.
";

const TAIL: &str = "
## Comparison with rustc

rustc reports two structs called `User` and a field of type `Usr` as follows:

```text
error[E0428]: the name `User` is defined multiple times
 --> chat.rs:3:1
  |
1 | struct User;
  | ------------ previous definition of the type `User` here
2 | struct Chat { admin: Usr }
3 | struct User;
  | ^^^^^^^^^^^^ `User` redefined here
  |
  = note: `User` must be defined only once in the type namespace of this module

error[E0425]: cannot find type `Usr` in this scope
 --> chat.rs:2:22
  |
1 | struct User;
  | ------------ similarly named struct `User` defined here
2 | struct Chat { admin: Usr }
  |                      ^^^
  |
help: a struct with a similar name exists
  |
2 | struct Chat { admin: User }
  |                        +
```

Both programs use the same renderer, so the form is the same. The first line has code and message. The second has the position
in a form that editors recognise. `^` underlines the fault and `-` related code. `note` states a fact; `help` suggests an action
and shows the changed line. `cargo xtask explain CODE` prints a page about a code, as `rustc --explain CODE` does. There are
three differences:

- Codes are words, so `unknown-type` can be understood without looking it up.
- Diagnostics come in the order of the text, not of the phases that find them.
- A line of more than 300 bytes is shortened to the surroundings of the marked positions, because schemas have long lines.
";

/// The examples: headline, schema, and the lint to enable.
const GALLERY: [(&str, &str, Option<Code>); 10] = [
    ("A misspelled type", "user id:long = User;\nchat admin:Usr members:Vector<User> = Chat;\n", None),
    ("A wrong constructor id", "inputPeerEmpty#7f3b18ea = InputPeer;\ninputPeerSelf#7da07ec8 = InputPeer;\n", None),
    ("A missing semicolon", "user#74e5ad7d id:long = User\nchat#d6775f11 id:long title:string = Chat;\n", None),
    ("An unexpected token", "message id:int, text:string = Message;\n", None),
    ("A name declared twice", "user id:long = User;\nchat id:long = Chat;\n\nuser id:long name:string = User;\n", None),
    (
        "A line copied together with its id",
        "user#74e5ad7d id:long = User;\nuserFull#74e5ad7d id:long about:string = UserFull;\n",
        None,
    ),
    (
        "A condition on a later flags field",
        "user id:long username:flags.3?string flags:# phone:flags.4?string = User;\n",
        None,
    ),
    (
        "A bit that does not exist",
        "user flags:# id:long bot:flags.14?true phone:flags.32?string = User; true = True;\n",
        None,
    ),
    ("A type without its argument", "contacts users:vector User = Contacts;\nuser id:long = User;\n", None),
    (
        "A bit shared by two fields",
        "true = True;\nuser flags:# bot:flags.14?true bot_info_version:flags.14?int id:long = User;\n",
        Some(Code::SharedFlagBit),
    ),
];

#[test]
fn the_page_shows_the_real_output() {
    let mut page = HEAD.to_owned();
    for (headline, text, code) in GALLERY {
        write!(page, "\n## {headline}\n\n```tl\n{text}```\n\n```text\n{}\n```\n", rendered(text, code)).unwrap();
    }
    page += TAIL;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("DIAGNOSTICS.md");
    if std::env::var_os("TL_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "DIAGNOSTICS.md is out of date: run this test with TL_BLESS=1 and review the diff");
}

fn rendered(text: &str, code: Option<Code>) -> String {
    let mut sources = SourceMap::new();
    let id = sources.add("chat.tl", text);
    let (schema, mut found) = read(&sources, &[id]);
    let mut levels = Levels::default();
    if let Some(code) = code {
        levels.set(code, Level::Warn).unwrap();
        found.extend(lint::check(&schema));
    }
    render_all(&levels.apply(found), &sources, Style::Plain)
}
