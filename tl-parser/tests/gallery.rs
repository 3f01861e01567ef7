//! The page of typical findings, `DIAGNOSTICS.md`, shows what is really said.
//!
//! `TL_BLESS=1 cargo test -p tl-parser --test gallery` writes it anew. Invariant: every picture on the page is rendered
//! by this crate from the schema above it, but for the one of rustc that it is compared with.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tl_parser::{Code, Level, Levels, SourceMap, Style, lint, read, render_all};

const HEAD: &str = "\
# What findings look like

Ten typical ones, as they are printed. Colours are those of rustc: red for errors and what is at fault, yellow for
warnings, blue for other places, green for what is added. `cargo test -p tl-parser --test gallery` holds this page to what
is really printed.
";

const TAIL: &str = "
## Beside rustc

This is what rustc says of two structs called `User` and a field of type `Usr`:

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

The look is the same, because the renderer is: code and message in the first line, the place in the form that editors
follow, the fault underlined with `^`, other places with `-`, facts behind `= note`, what to do behind `help` with the line
as it would be. A page for each code is behind `cargo xtask explain CODE`, as behind `rustc --explain CODE`. What differs:

- codes are words, so that a reader knows what `unknown-type` means before looking it up;
- findings come in the order of the text, not in that of phases;
- of a line that is longer than 300 bytes only the surroundings of the places are shown, since schemas have such lines.
";

/// Headline, schema, and the lint that is at work.
const GALLERY: [(&str, &str, Option<Code>); 10] = [
    (
        "A name that is nearly that of a type",
        "user id:long = User;\nchat admin:Usr members:Vector<User> = Chat;\n",
        None,
    ),
    (
        "An id that the declaration does not hash to",
        "inputPeerEmpty#7f3b18ea = InputPeer;\ninputPeerSelf#7da07ec8 = InputPeer;\n",
        None,
    ),
    ("A missing semicolon", "user#74e5ad7d id:long = User\nchat#d6775f11 id:long title:string = Chat;\n", None),
    ("A token out of place", "message id:int, text:string = Message;\n", None),
    ("A name declared twice", "user id:long = User;\nchat id:long = Chat;\n\nuser id:long name:string = User;\n", None),
    (
        "A line that was copied with its id",
        "user#74e5ad7d id:long = User;\nuserFull#74e5ad7d id:long about:string = UserFull;\n",
        None,
    ),
    (
        "A condition on flags that come later",
        "user id:long username:flags.3?string flags:# phone:flags.4?string = User;\n",
        None,
    ),
    (
        "A bit that there is not",
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
fn the_page_shows_what_is_said() {
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
    assert!(found == page, "DIAGNOSTICS.md is out of date: run this test with TL_BLESS=1 and look at what changes");
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
