//! Histories: any order of adding gives the same tables, kept layers are rebuilt exactly, and damaged rows are errors.

use tl_codegen::history::{
    Addition, Declared, History, HistoryFiles, KeptText, TextRole, TextSource, declared_in, read_history,
};
use tl_parser::ast::Declaration;
use tl_parser::canonical::{Rule, canonical, crc};
use tl_parser::exceptions::Exceptions;
use tl_parser::{Section, SourceMap};

/// Lines of layers: `door` changes its id, `quiet` is a presence bit that comes later, `lamp` has a gap.
const LAYERS: [(u32, &[&str]); 5] = [
    (7, &["door lock:int = Door;", "lamp = Lamp;", "note flags:# text:string = Note;"]),
    (8, &["door lock:int = Door;", "note flags:# loud:flags.2?true text:string = Note;"]),
    (9, &["door lock:long = Door;", "lamp = Lamp;", "note flags:# quiet:flags.2?true text:string = Note;"]),
    (11, &["door lock:long = Door;", "note flags:# quiet:flags.2?true text:string = Note;"]),
    (12, &["door lock:long = Door;", "note flags:# quiet:flags.3?true text:string = Note;", "bell = Bell;"]),
];

/// A declaration with its computed id as the written one.
fn with_id(line: &str) -> String {
    let mut sources = SourceMap::new();
    sources.add("", line);
    let (file, _) = tl_parser::parse(&sources.sources()[0]);
    let Some(Declaration::Combinator(combinator)) = file.declarations().next() else { panic!("{line}") };
    let name = combinator.name().text;
    format!("{name}#{:08x}{}", crc(&canonical(combinator, Rule::B)), &line[name.len()..])
}

fn declared(lines: &[String]) -> Vec<Declared> {
    let mut sources = SourceMap::new();
    sources.add("", lines.join("\n"));
    let (taken, left_out) = declared_in(&tl_parser::parse(&sources.sources()[0]).0, &Exceptions::default());
    assert!(left_out.is_empty(), "{left_out:?}");
    taken
}

fn text(layer: u32, role: TextRole, sha256: &str, lines: &[Declared]) -> KeptText {
    let source = TextSource { sha256: sha256.repeat(64), file: format!("{layer}.tl"), ..TextSource::default() };
    KeptText { layer, role, source, n_combinators: lines.len() }
}

fn add(history: &mut History, layer: u32, role: TextRole, sha256: &str, lines: &[&str]) -> Addition {
    let lines: Vec<_> = lines.iter().map(|line| with_id(line)).collect();
    let declared = declared(&lines);
    history.add(text(layer, role, sha256, &declared), &declared).unwrap()
}

/// The history of the layers, added in this order.
fn history_in_order<'a>(layers: impl IntoIterator<Item = &'a (u32, &'a [&'a str])>) -> History {
    let mut history = History::default();
    for (layer, lines) in layers {
        assert_eq!(add(&mut history, *layer, TextRole::Main, "a", lines), Addition::Added);
    }
    history
}

fn history() -> History {
    history_in_order(&LAYERS)
}

fn id_of(line: &str) -> u32 {
    u32::from_str_radix(&with_id(line).split('#').nth(1).unwrap()[..8], 16).unwrap()
}

/// Reads the texts of `history.tsv`, `layers.tsv` and `forms.tsv`. Also returns the diagnostics, as text.
fn read(texts: &[String; 3]) -> (History, Vec<String>) {
    let mut sources = SourceMap::new();
    let [history, layers, forms] = ["history.tsv", "layers.tsv", "forms.tsv"];
    let files = HistoryFiles {
        history: sources.add(history, texts[0].as_str()),
        layers: sources.add(layers, texts[1].as_str()),
        forms: Some(sources.add(forms, texts[2].as_str())),
    };
    let (history, found) = read_history(&sources, files, &Exceptions::default());
    let shown = found.iter().map(|found| {
        let (place, source) = (sources.location(found.primary.span), sources.get(found.primary.span.source));
        format!("{}:{}:{}: {}", source.unwrap().name(), place.line, place.column, found.message)
    });
    (history, shown.collect())
}

fn texts(history: &History) -> [String; 3] {
    history.table_texts().map(|(_, text)| text)
}

#[test]
fn the_order_of_adding_layers_does_not_matter() {
    let expected = texts(&history());
    for start in 0..LAYERS.len() {
        let rotated: Vec<_> = LAYERS[start..].iter().chain(&LAYERS[..start]).collect();
        assert_eq!(texts(&history_in_order(rotated.iter().copied())), expected);
        assert_eq!(texts(&history_in_order(rotated.iter().rev().copied())), expected);
    }
}

#[test]
fn adding_a_layer_again_changes_nothing() {
    let mut again = history();
    for (layer, lines) in LAYERS {
        assert_eq!(add(&mut again, layer, TextRole::Main, "a", lines), Addition::AlreadyKept);
    }
    assert_eq!(again, history());
}

#[test]
fn kept_layers_are_rebuilt_exactly() {
    let history = history();
    for (layer, lines) in LAYERS {
        let mut expected: Vec<_> = lines.iter().map(|line| with_id(line)).collect();
        expected.sort();
        let rebuilt = history.rebuild(layer).unwrap();
        let found: Vec<_> = rebuilt.lines().filter(|line| line.contains('#')).collect();
        assert_eq!(found, expected);
        assert!(rebuilt.starts_with(&format!("// LAYER {layer}\n---types---\n")), "{rebuilt}");
    }
    assert_eq!(history.rebuild(10), None);
}

#[test]
fn tables_are_read_back() {
    let texts = texts(&history());
    let (read, found) = read(&texts);
    assert_eq!(found, [""; 0]);
    assert_eq!(read, history());
    let (note, lamp) = (id_of("note flags:# text:string = Note;"), id_of("lamp = Lamp;"));
    let note_line = with_id("note flags:# quiet:flags.3?true text:string = Note;");
    assert!(texts[0].contains(&format!("constructor\tnote\t{note:08x}\t7\t\t{note_line}\n")), "{}", texts[0]);
    assert!(texts[2].contains(&format!("constructor\tlamp\t{lamp:08x}\t7 9\t\t")), "{}", texts[2]);
}

#[test]
fn lives_follow_the_kept_layers() {
    let mut history = history();
    let life = |history: &History, line: &str| {
        let life = history.find(id_of(line)).unwrap();
        (life.name.to_owned(), life.first, life.last)
    };
    assert_eq!(life(&history, "door lock:int = Door;"), ("door".to_owned(), 7, Some(8)));
    assert_eq!(life(&history, "door lock:long = Door;"), ("door".to_owned(), 9, None));
    assert_eq!(life(&history, "lamp = Lamp;"), ("lamp".to_owned(), 7, Some(9)));
    assert_eq!(history.find(1), None);
    let shown = |name| history.life_of_name(Section::Types, name).unwrap().to_string();
    assert_eq!(shown("door"), "since layer ≤7; changed in 9");
    assert_eq!(shown("lamp"), "since layer ≤7; gone since ≤11");
    let sentence = |line| history.since_sentence(Section::Types, "door", id_of(line));
    let changed = "Since layer ≤7; in this form since 9.";
    assert_eq!(sentence("door lock:long = Door;").as_deref(), Some(changed));
    assert_eq!(sentence("door lock:int = Door;").as_deref(), Some("Since layer ≤7."));
    assert_eq!(sentence("door lock:Bool = Door;"), None);
    assert_eq!(history.since_sentence(Section::Functions, "door", id_of("door lock:int = Door;")), None);

    add(&mut history, 13, TextRole::Main, "a", &["lamp = Lamp;"]);
    assert_eq!(life(&history, "door lock:long = Door;"), ("door".to_owned(), 9, Some(12)));
    assert_eq!(life(&history, "lamp = Lamp;"), ("lamp".to_owned(), 7, None));
}

#[test]
fn presence_bits_that_moved_are_listed() {
    let history = history();
    let moved: Vec<_> = history.moved_bits().iter().map(ToString::to_string).collect();
    let note = id_of("note flags:# text:string = Note;");
    assert_eq!(
        moved,
        [
            format!("flags.2 was loud under #{note:08x}, and is unused now"),
            format!("flags.2 was quiet under #{note:08x}, and is unused now; quiet is flags.3"),
        ]
    );
}

#[test]
fn another_text_of_a_kept_layer_changes_no_row() {
    let mut history = history();
    let other = ["door lock:long = Door;", "bell = Bell;", "horn = Horn;"];
    let Addition::OtherText(differences) = add(&mut history, 12, TextRole::Main, "b", &other) else { panic!() };
    let note = with_id("note flags:# quiet:flags.3?true text:string = Note;");
    assert_eq!(differences, [(None, Some(with_id("horn = Horn;"))), (Some(note), None)]);
    assert_eq!(texts(&history), texts(&self::history()));
}

#[test]
fn a_further_text_adds_what_the_main_text_lacks() {
    let further = ["door lock:long = Door;", "horn = Horn;", "note flags:# text:string loud:flags.2?true = Note;"];
    let mut late = history();
    assert_eq!(add(&mut late, 11, TextRole::Further, "b", &further), Addition::Added);
    let horn = late.find(id_of("horn = Horn;")).unwrap();
    assert_eq!((horn.first, horn.last), (11, Some(11)));
    assert_eq!(late.rebuild(11), history().rebuild(11));
    let note = late.find(id_of("note flags:# text:string = Note;")).unwrap();
    assert_eq!(note.line, with_id("note flags:# quiet:flags.3?true text:string = Note;"));
    assert_eq!(read(&texts(&late)), (late.clone(), Vec::new()));

    let mut early = History::default();
    add(&mut early, 11, TextRole::Further, "b", &further);
    for (layer, lines) in LAYERS {
        add(&mut early, layer, TextRole::Main, "a", lines);
    }
    assert_eq!(texts(&early), texts(&late));
}

/// Exceptions that accept an id of `door` and `gate`.
fn exceptions_for(id: u32) -> Exceptions {
    let rows = ["door", "gate"].map(|name| format!("{name}\t{id:08x}\t00000000\t00000000\tkept by hand\n"));
    let mut sources = SourceMap::new();
    sources.add("exceptions.tsv", format!("name\twritten\tcomputed\tcomputed_telegram\treason\n{}", rows.concat()));
    let (exceptions, found) = Exceptions::parse(&sources.sources()[0]);
    assert!(found.is_empty(), "{found:?}");
    exceptions
}

#[test]
fn an_id_keeps_its_name_and_layout() {
    let door = id_of("door lock:long = Door;");
    for line in [
        format!("door#{door:08x} lock:int = Door;"),
        format!("door#{door:08x} flags:# lock:flags.0?long = Door;"),
        format!("gate#{door:08x} lock:long = Door;"),
        format!("---functions---\ndoor#{door:08x} lock:long = Door;"),
    ] {
        let mut sources = SourceMap::new();
        sources.add("", line.as_str());
        let file = tl_parser::parse(&sources.sources()[0]).0;
        let (none, left_out) = declared_in(&file, &Exceptions::default());
        let is_crc = line.contains("functions");
        assert_eq!((none.is_empty(), left_out.len()), (!is_crc, usize::from(!is_crc)), "{line}");
        let (declared, _) = declared_in(&file, &exceptions_for(door));
        let mut history = history();
        let conflicts = history.add(text(13, TextRole::Main, "c", &declared), &declared).unwrap_err();
        assert_eq!(conflicts.0[0].kept, with_id("door lock:long = Door;"));
        assert!(conflicts.to_string().contains("an id must keep its name and its layout"));
        assert_eq!(texts(&history), texts(&self::history()));
    }
}

#[test]
fn a_damaged_row_is_an_error_with_its_place() {
    let sound = texts(&history());
    let row = |table: usize, name: &str| sound[table].lines().find(|line| line.contains(name)).unwrap().to_owned();
    let damage = |table: usize, from: &str, to: &str| {
        let mut damaged = sound.clone();
        assert!(damaged[table].contains(from), "{from}");
        damaged[table] = damaged[table].replacen(from, to, 1);
        read(&damaged).1
    };
    let bell = row(0, "\tbell\t");
    let bell_id = bell.split('\t').nth(2).unwrap().to_owned();
    let cases: [(usize, String, String, &str); 18] = [
        (0, "kind\tname".into(), "kind\tcalled".into(), "history.tsv:1:6: expected the column `name`"),
        (0, bell.clone(), bell.replace("constructor", "type"), "history.tsv:2:1: `type` is not one of"),
        (0, bell.clone(), bell.replace("\t12\t", "\t10\t"), "history.tsv:2:27: layer 10 has no row in layers.tsv"),
        (
            0,
            bell.clone(),
            bell.replace("\t12\t\t", "\t12\t12\t"),
            "history.tsv:2:30: layer 12 is the newest kept layer",
        ),
        (0, bell.clone(), bell.replace("\t12\t\t", "\t12\t7\t"), "history.tsv:2:30: layer 7 is before layer 12"),
        (0, bell.clone(), bell.replace("= Bell", "= Bel"), "history.tsv:2:31: #"),
        (0, bell.clone(), bell.replace("bell#", "well#"), "history.tsv:2:31: not the line of `bell#"),
        (0, bell.clone(), bell.replace("Bell;", "Bell"), "history.tsv:2:31: not the line of `bell#"),
        (0, bell.clone(), bell.replace(&bell_id, "0000000G"), "history.tsv:2:18: `0000000G` is not an id"),
        (0, bell.clone(), format!("{bell}\n{bell}"), "history.tsv:3:13: `bell` has a row already"),
        (0, bell.clone() + "\n", String::new(), "layers.tsv:6:"),
        (1, "7\tmain".into(), "7\tother".into(), "layers.tsv:2:3: `other` is not one of `main`, `further`"),
        (1, "7\tmain".into(), "seven\tmain".into(), "layers.tsv:2:1: `seven` is not a number"),
        (1, "8\tmain".into(), "7\tmain".into(), "layers.tsv:3:1: layer 7 has a main text already"),
        (1, "a".repeat(64), "a".repeat(63), "layers.tsv:2:16: `aaaa"),
        (2, "\t7 9\t".into(), "\t7-9\t".into(), "history.tsv:5:13: `lamp#"),
        (2, "\t7 9\t".into(), "\t9 7\t".into(), "forms.tsv:2:27: `9 7` is no list of kept layers"),
        (2, "\t7 9\t".into(), "\t9\t".into(), "history.tsv:5:27: `lamp#"),
    ];
    for (table, from, to, expected) in cases {
        let found = damage(table, &from, &to);
        assert!(found.iter().any(|found| found.starts_with(expected)), "{expected}: {found:#?}");
    }
    let lamp = row(0, "\tlamp\t");
    let mut unsorted = sound.clone();
    unsorted[0] = unsorted[0].replace(&format!("{bell}\n"), "").replace(&lamp, &format!("{lamp}\n{bell}"));
    assert_eq!(read(&unsorted).1, ["history.tsv:5:13: `bell` stands after `lamp`"]);
    let mut forms = sound.clone();
    forms[0] = forms[0].replace(&(row(0, "\tlamp\t") + "\n"), "");
    assert!(read(&forms).1[0].starts_with("forms.tsv:2:13: `lamp#"), "{:?}", read(&forms).1);
}

/// A damaged table is an error, or another sound table: reading never panics, and loses nothing silently.
#[test]
fn tables_without_an_error_are_written_as_they_were_read() {
    let sound = texts(&history());
    let (mut seed, mut n_errors) = (22_u64, 0);
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..2000 {
        let mut damaged = sound.clone();
        let table = random(3);
        let mut bytes = damaged[table].clone().into_bytes();
        // The last line end may be missing.
        let at = random(bytes.len() - 1);
        match random(3) {
            0 => drop(bytes.remove(at)),
            1 => bytes.insert(at, b"\t 019-#;a"[random(9)]),
            _ => bytes[at] = b"\t 019-#;a\n"[random(10)],
        }
        damaged[table] = String::from_utf8(bytes).unwrap();
        let (read, found) = read(&damaged);
        match found.is_empty() {
            true => assert_eq!(texts(&read), damaged),
            false => n_errors += 1,
        }
    }
    assert!(n_errors > 1000, "{n_errors}");
}
