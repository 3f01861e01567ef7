//! Random values of older layers: the runtime and the twin agree about bytes, dropped fields and refusals.

use std::collections::BTreeSet;

use tl_codegen::table::Upgrades;
use tl_interpreter::{BitChoice, Budget, Interpreter};
use tl_layers::{Expected, History, Twin};
use tl_parser::{Schema, Section, Ty};
use tl_runtime::Limits;
use tl_runtime::layers::{Layers, Reason};

/// Layers whose values are tried: the oldest one, some between, and the newest one.
const LAYERS: [u32; 8] = [109, 135, 146, 166, 181, 204, 224, 230];

/// Names and types of all constructors that can be written.
fn constructors(schema: &Schema) -> Vec<(String, String)> {
    let constructors =
        schema.combinators.iter().filter(|found| found.section == Section::Types && found.codec_type.is_none());
    let named = constructors.filter_map(|found| match found.result {
        Ty::Boxed { ty, .. } => Some((found.name.to_string(), schema.ty(ty).name.to_string())),
        _ => None,
    });
    named.filter(|(_, ty)| ty != "Bool" && ty != "True").collect()
}

fn check(layers: &Layers<'_>, ty: &str, bytes: &[u8], expected: &Expected) -> Result<(), String> {
    let found = layers.transcode(ty, bytes, &Limits::default());
    match found {
        Ok(mut found) if expected.refusals.is_empty() => {
            found.dropped.sort();
            if found.bytes != expected.bytes {
                return Err(format!("{:02x?} instead of {:02x?}", found.bytes, expected.bytes));
            }
            if (found.dropped.clone(), found.has_older) != (expected.dropped.clone(), expected.has_older) {
                return Err(format!("{found:?} instead of {expected:?}"));
            }
            Ok(())
        }
        Err(error) if expected.refusals.contains(error.path()) && !matches!(error.reason(), Reason::Wire(_)) => Ok(()),
        other => Err(format!("{other:?} instead of {expected:?}")),
    }
}

#[test]
fn random_values_of_older_layers_become_the_values_that_the_twin_expects() {
    let history = History::of_api();
    // The twin knows no rules.
    let owned = history.layers_with_rules(&Upgrades::default());
    let layers = owned.borrow();
    let mut failures = Vec::new();
    let mut verdicts = [0; 4];
    for layer in LAYERS {
        let older = history.schema_of_layer(layer);
        let twin = Twin::new(&history.schema, &older);
        let mut interpreter = Interpreter::new(&older, u64::from(layer))
            .with_budget(Budget { depth: 4, n_bytes: 160 })
            .with_zero_spare_bits();
        let mut rng = fastrand::Rng::with_seed(u64::from(layer));
        for (name, ty) in constructors(&older) {
            for bits in [BitChoice::None, BitChoice::All, BitChoice::Random, BitChoice::Random] {
                let bytes = interpreter.value_of_call_chain(&[&name], bits);
                if layers.table().type_by_name(&ty).is_none() {
                    continue;
                }
                let expected = twin.expected(&bytes);
                let verdict = match &expected {
                    Expected { refusals, .. } if !refusals.is_empty() => 3,
                    Expected { has_older: false, .. } => 0,
                    Expected { dropped, .. } => 1 + usize::from(!dropped.is_empty()),
                };
                verdicts[verdict] += 1;
                if let Err(failure) = check(&layers, &ty, &bytes, &expected) {
                    failures.push(format!("{name} of layer {layer} with {bits:?}: {failure}\n    {bytes:02x?}"));
                }
                let len = 4 * rng.usize(..bytes.len() / 4);
                if layers.transcode(&ty, &bytes[..len], &Limits::default()).is_ok() {
                    failures.push(format!("{name} of layer {layer}: the first {len} bytes are a value too"));
                }
            }
        }
    }
    let first: Vec<_> = failures.iter().take(10).collect();
    assert!(first.is_empty(), "{} failures: {first:#?}", failures.len());
    // Every verdict occurs often.
    assert!(verdicts.iter().all(|n| *n > 150), "{verdicts:?}");
}

#[test]
fn the_life_of_every_id_of_the_history_is_found() {
    let history = History::of_api();
    let owned = history.layers();
    let layers = owned.borrow();
    for row in history.history.lives() {
        let life = layers.find(row.id).expect("a known id");
        assert_eq!((life.name, life.first, life.last), (row.name, row.first, row.last), "{}", row.line);
    }
    let known: BTreeSet<_> = history.history.lives().map(|row| row.id).collect();
    let mut rng = fastrand::Rng::with_seed(1);
    let unknown = std::iter::repeat_with(|| rng.u32(..)).filter(|id| !known.contains(id)).take(1000);
    unknown.for_each(|id| assert!(layers.find(id).is_none(), "{id:08x}"));
}

/// The bytes of words and strings.
fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// The short string `ab`.
const AB: u32 = u32::from_le_bytes(*b"\x02ab\0");

#[test]
fn rules_carry_values_over() {
    let history = History::of_api();
    let owned = history.layers();
    let layers = owned.borrow();
    let id = |name: &str, layer: u32| {
        let mut lives = history.history.lives_of_name(name).into_iter();
        let alive = lives.find(|life| life.first <= layer && life.last.is_none_or(|last| last >= layer));
        alive.unwrap_or_else(|| panic!("{name} of layer {layer}")).id
    };
    let today = |name: &str| id(name, 230);
    let vector = 0x1cb5_c415;
    let cases = [
        // `string` to `TextWithEntities`.
        (
            "PollAnswer",
            vec![id("pollAnswer", 176), AB, AB],
            vec![today("pollAnswer"), 0, today("textWithEntities"), AB, vector, 0, AB],
        ),
        // `int` to `double`.
        (
            "DocumentAttribute",
            vec![id("documentAttributeVideo", 158), 0, 3, 4, 5],
            [vec![today("documentAttributeVideo"), 0], vec![0, 0x4008_0000, 4, 5]].concat(),
        ),
        // `string` to `Reaction`, in a vector too.
        (
            "ReactionCount",
            vec![id("reactionCount", 136), 0, AB, 5],
            vec![today("reactionCount"), 0, today("reactionEmoji"), AB, 5],
        ),
        // An old field under another name, and an `int` in the place of a `long`.
        (
            "Update",
            vec![id("updateChatUserTyping", 109), 7, 8, today("sendMessageTypingAction")],
            vec![today("updateChatUserTyping"), 7, 0, today("peerUser"), 8, 0, today("sendMessageTypingAction")],
        ),
        // `Bool` to a bit.
        (
            "Update",
            vec![id("updatePeerBlocked", 126), id("peerUser", 109), 8, 0x9972_75b5],
            vec![today("updatePeerBlocked"), 1, today("peerUser"), 8, 0],
        ),
        (
            "Update",
            vec![id("updatePeerBlocked", 126), id("peerUser", 109), 8, 0xbc79_9737],
            vec![today("updatePeerBlocked"), 0, today("peerUser"), 8, 0],
        ),
        // A user becomes a peer, under another name of the constructor and in a vector of another type.
        (
            "contacts.Blocked",
            vec![id("contacts.blocked", 109), vector, 1, id("contactBlocked", 109), 8, 9, vector, 0],
            [
                vec![today("contacts.blocked"), vector, 1, today("peerBlocked"), today("peerUser"), 8, 0, 9],
                vec![vector, 0, vector, 0],
            ]
            .concat(),
        ),
        // One value becomes the only item of a vector.
        (
            "messages.TranslatedText",
            vec![id("messages.translateResultText", 138), AB],
            vec![today("messages.translateResult"), vector, 1, today("textWithEntities"), AB, vector, 0],
        ),
        // A field that joins a group is given by a rule.
        (
            "PollAnswerVoters",
            vec![id("pollAnswerVoters", 109), 0, AB, 7],
            vec![today("pollAnswerVoters"), 4, AB, 7, vector, 0],
        ),
        // A successor of the same type.
        ("EmojiStatus", vec![id("emojiStatusUntil", 166), 1, 2, 3], vec![today("emojiStatus"), 1, 1, 2, 3]),
        // Successors of another type, inside of vectors.
        (
            "ReplyMarkup",
            [
                vec![id("replyInlineMarkup", 166), vector, 1, today("keyboardButtonRow"), vector, 1],
                vec![id("keyboardButtonUrl", 166), AB, AB],
            ]
            .concat(),
            [
                vec![today("replyInlineMarkup"), 0, vector, 1, today("keyboardInlineButtonRow"), vector, 1],
                vec![today("keyboardInlineButton"), 0, AB, today("inlineButtonTypeUrl"), AB],
            ]
            .concat(),
        ),
        // Defaults of new fields.
        (
            "messages.Messages",
            vec![id("messages.messages", 204), vector, 0, vector, 0, vector, 0],
            vec![today("messages.messages"), vector, 0, vector, 0, vector, 0, vector, 0],
        ),
    ];
    for (ty, old, expected) in cases {
        let found = layers.transcode(ty, &bytes(&old), &Limits::default()).unwrap_or_else(|why| panic!("{ty}: {why}"));
        assert_eq!(found.bytes, bytes(&expected), "{ty}");
        assert_eq!((found.dropped, found.has_older), (vec![], true), "{ty}");
    }
}

#[test]
fn rules_that_do_not_fit_are_refused_with_their_line() {
    let history = History::of_api();
    let why = |row: &str| {
        let upgrades = Upgrades::parse(&format!("rule\tname\tpart\tvalue\n{row}\n")).unwrap();
        let encoded = tl_codegen::table::EncodedLayers::of_history(&history.schema, &history.history, &upgrades);
        encoded.unwrap_err().to_string()
    };
    let prefix = "upgrades.tsv, line 2: ";
    assert_eq!(why("convert\tNope\tint\t$"), format!("{prefix}no layer has a type `Nope`"));
    assert_eq!(
        why("convert\tPeer\tstring\tpeerUser user_id=$"),
        format!("{prefix}`string` doesn't fit into the place of `$`")
    );
    assert_eq!(why("field\tdialog\tnope\t0"), format!("{prefix}no layer has a field `nope` of `dialog`"));
    assert_eq!(
        why("field\tdialog\tpeer\tpeerUser user_id=$nope"),
        format!("{prefix}no layer has a field `nope` of `dialog`")
    );
    assert_eq!(why("successor\tnope\tdialog\t-"), format!("{prefix}no layer has a constructor `nope`"));
    assert_eq!(why("successor\temojiStatusUntil\tnope\t-"), format!("{prefix}no layer has a constructor `nope`"));
}
