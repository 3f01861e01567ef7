//! The page of typical diagnostics, `DIAGNOSTICS.md`, shows the current output.
//!
//! `TL_BLESS=1 cargo test -p tl-parser --test gallery` rewrites it. Invariant: every diagnostic on the page is rendered
//! by this crate from the schema above it, except for one of rustc, which is there for comparison.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tl_parser::{Code, Level, Levels, SourceMap, Style, lint, read, render_all};

const HEAD: &str = "\
# Typical diagnostics

Ten typical diagnostics as they are printed. The colours are those of rustc: red for errors, yellow for warnings, blue for
secondary labels, green for insertions. `cargo test -p tl-parser --test gallery` checks that this page is up to date.
";

const TAIL: &str = "
## Comparison with rustc

The diagnostics of rustc for two structs named `User` and a field of type `Usr`:

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

Both use the same renderer, so the layout is the same. The first line has code and message; the second has the position in
a form that editors recognise. `^` underlines the error, `-` underlines secondary labels. Facts follow after `= note`, and
`help` shows the corrected line. `cargo xtask explain CODE` prints a page for each code, like `rustc --explain CODE`. The
differences are:

- Codes are words: `unknown-type` can be understood without looking it up.
- Diagnostics are sorted by position, not by phase.
- Of a line longer than 300 bytes, only the text around the labels is shown, since schemas have such lines.
";

/// Headline, schema, and the lint to enable.
const GALLERY: [(&str, &str, Option<Code>); 10] = [
    ("A misspelled type name", "user id:long = User;\nchat admin:Usr members:Vector<User> = Chat;\n", None),
    (
        "An id that differs from the hash of its declaration",
        "inputPeerEmpty#7f3b18ea = InputPeer;\ninputPeerSelf#7da07ec8 = InputPeer;\n",
        None,
    ),
    ("A missing semicolon", "user#74e5ad7d id:long = User\nchat#d6775f11 id:long title:string = Chat;\n", None),
    ("A misplaced token", "message id:int, text:string = Message;\n", None),
    ("A name declared twice", "user id:long = User;\nchat id:long = Chat;\n\nuser id:long name:string = User;\n", None),
    (
        "A copied line with an unchanged id",
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
        "A bit with two meanings",
        "true = True;\nuser flags:# bot:flags.14?true bot_info_version:flags.14?int id:long = User;\n",
        Some(Code::SharedFlagBit),
    ),
];

#[test]
fn the_page_is_up_to_date() {
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
    assert!(found == page, "DIAGNOSTICS.md is out of date: run this test with TL_BLESS=1 and check the difference");
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
