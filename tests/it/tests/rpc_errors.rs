//! RPC errors compared with the tables in `schemas/api`: every message of a documented type has that type, and every
//! error gives back its message.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fastrand::Rng;
use tl_runtime::{ErrorNumber, KnownError};
use tl_types::api::functions::auth::ImportBotAuthorization;
use tl_types::api::functions::messages::SendMessage;
use tl_types::api::{COMMON_ERRORS, METHODS, RpcError, RpcErrorKind};
use tl_types::mtproto;

use crate::metadata::table_rows;

/// Numbers to insert into error types.
const SAMPLE_NUMBERS: [u64; 9] = [0, 1, 5, 7, 42, 86_400, 2_147_483_647, 4_294_967_296, u64::MAX];

/// Error types and their descriptions, from the table in `schemas/api`.
fn documented_error_types() -> BTreeMap<String, String> {
    table_rows("error_types.tsv").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

/// Creates an error and asserts that it gives back its message.
#[track_caller]
fn error_that_keeps_message(message: &str) -> RpcError {
    let error = RpcError::new(400, message);
    assert_eq!(error.message(), message);
    assert_eq!(error.to_string(), message);
    assert_eq!(error.code(), 400);
    error
}

#[test]
fn error_types_match_the_table() {
    let found: BTreeMap<_, _> =
        RpcErrorKind::TYPES.iter().map(|row| (row.name.to_owned(), row.description.to_owned())).collect();
    assert_eq!(found, documented_error_types());
    assert!(RpcErrorKind::TYPES.is_sorted_by(|a, b| a.name < b.name && a.kind < b.kind));
    assert!(found.len() >= 500, "{}", found.len());
}

/// The meaning of the number in an error, by the words of its description.
fn number_in_words(description: &str) -> ErrorNumber {
    let words = [
        ("wait in seconds", ErrorNumber::Seconds),
        ("counts the seconds", ErrorNumber::Seconds),
        ("wait in minutes", ErrorNumber::Minutes),
        ("datacenter", ErrorNumber::Dc),
        ("Unix time", ErrorNumber::Date),
    ];
    words.iter().find(|(words, _)| description.contains(words)).map_or(ErrorNumber::Value, |(_, number)| *number)
}

#[test]
fn units_of_numbers_agree_with_the_descriptions() {
    let mut n_waits = 0;
    for row in RpcErrorKind::TYPES {
        let Some(number) = row.number else { continue };
        assert_eq!(number, number_in_words(row.description), "{}: {}", row.name, row.description);
        let error = RpcError::new(420, &row.name.replace("%d", "30"));
        let wait = match number {
            ErrorNumber::Seconds => Some(Duration::from_secs(30)),
            ErrorNumber::Minutes => Some(Duration::from_secs(30 * 60)),
            _ => None,
        };
        assert_eq!(error.wait(), wait, "{}", row.name);
        n_waits += usize::from(wait.is_some());
    }
    assert!(n_waits >= 13, "{n_waits}");
    for message in ["STORY_SEND_FLOOD_MONTHLY_30", "STORY_SEND_FLOOD_WEEKLY_30"] {
        assert_eq!(RpcError::new(420, message).wait(), Some(Duration::from_secs(30)), "{message}");
    }
}

#[test]
fn every_error_keeps_the_message_it_was_made_from() {
    for (name, description) in documented_error_types() {
        let Some((before, after)) = name.split_once("%d") else {
            let error = error_that_keeps_message(&name.replace('*', "ANYTHING"));
            assert_eq!(error.kind().map(RpcErrorKind::name), Some(&*name));
            assert_eq!(error.kind().map(RpcErrorKind::description), Some(&*description));
            continue;
        };
        for number in SAMPLE_NUMBERS {
            let message = format!("{before}{number}{after}");
            let kind = error_that_keeps_message(&message).kind().unwrap_or_else(|| panic!("{message} has no type"));
            // `FILE_PART_0_MISSING` is also a type without a number.
            if !documented_error_types().contains_key(&message) {
                assert_eq!((kind.name(), kind.number()), (&*name, Some(number)));
                assert_eq!((kind.to_string(), format!("{kind:?}")), (message.clone(), message));
            }
        }
        for digits in ["00", "07", "-1", "", "x", "18446744073709551616", "4444444444444444444444444444"] {
            let message = format!("{before}{digits}{after}");
            let kind = error_that_keeps_message(&message).kind();
            assert!(kind.is_none_or(|kind| kind.name() != name), "{message}");
        }
    }
}

/// The words around a number show its meaning: seconds, minutes or a datacenter.
#[test]
fn waits_and_data_centers_follow_from_the_type_name() {
    let mut n_waits = 0;
    for row in RpcErrorKind::TYPES.iter().filter(|row| row.number.is_some()) {
        let error = error_that_keeps_message(&row.name.replace("%d", "3"));
        let ends = ["WAIT_%d", "DELAY_%d", "FRESH_%d", "EARLY_%d", "FLOOD_MONTHLY_%d", "FLOOD_WEEKLY_%d"];
        let seconds = ends.iter().any(|end| row.name.ends_with(end));
        let expected = if seconds {
            Some(3)
        } else if row.name.ends_with("WAIT_%dMIN") {
            Some(180)
        } else {
            None
        };
        assert_eq!(error.wait(), expected.map(Duration::from_secs), "{}", row.name);
        let is_dc = row.name.contains("MIGRATE_%d") || row.name.contains("INTERDC_%d");
        assert_eq!(error.dc(), is_dc.then_some(3), "{}", row.name);
        assert_eq!(row.number == Some(ErrorNumber::Dc), is_dc);
        n_waits += usize::from(expected.is_some());
    }
    assert!(n_waits >= 5, "{n_waits}");
}

#[test]
fn kinds_contain_their_number() {
    assert_eq!(error_that_keeps_message("FLOOD_WAIT_42").kind(), Some(RpcErrorKind::FloodWait { seconds: 42 }));
    assert_eq!(
        error_that_keeps_message("2FA_CONFIRM_WAIT_7").kind(),
        Some(RpcErrorKind::TwoFaConfirmWait { seconds: 7 })
    );
    assert_eq!(error_that_keeps_message("NETWORK_MIGRATE_4").kind(), Some(RpcErrorKind::NetworkMigrate { dc: 4 }));
    assert_eq!(error_that_keeps_message("AUTH_RESTART").kind(), Some(RpcErrorKind::AuthRestart));
    assert_eq!(error_that_keeps_message("AUTH_RESTART_500").kind(), Some(RpcErrorKind::AuthRestartX { value: 500 }));
}

/// Errors are decoded as a type of the protocol `mtproto`; their error types belong to `api`.
#[test]
fn errors_are_made_from_mtproto_errors() {
    let error = RpcError::from(mtproto::types::RpcError { error_code: 420, error_message: "FLOOD_WAIT_42".into() });
    assert_eq!((error.code(), error.wait()), (420, Some(Duration::from_secs(42))));
    assert_eq!(format!("{error:#}"), "420 FLOOD_WAIT_42");
}

/// `is_error_of_method` compares code and type with the errors of a method.
#[test]
fn errors_are_listed_for_their_methods() {
    for method in METHODS.iter() {
        for listed in method.errors.unwrap_or_default() {
            let message = listed.name.replace("%d", "7").replace('*', "ANYTHING");
            assert_eq!(RpcError::new(listed.code, &message).is_error_of_method(method), Some(true), "{message}");
            let is_known_with_other_code = method.throws(listed.name) == Some(true);
            assert!(is_known_with_other_code);
            assert_eq!(RpcError::new(-1, &message).is_error_of_method(method), Some(false));
        }
        let is_listed = RpcError::new(400, "NOT_DOCUMENTED").is_error_of_method(method);
        assert_eq!(is_listed, method.errors.map(|_| false), "{}", method.name);
    }
    assert_eq!(RpcError::new(400, "API_ID_INVALID").is_error_of::<ImportBotAuthorization>(), Some(true));
    assert_eq!(RpcError::new(400, "API_ID_INVALID").is_error_of::<SendMessage>(), Some(false));
}

#[test]
fn common_errors_match_the_table() {
    let rows = table_rows("errors.tsv");
    let expected: BTreeSet<_> =
        rows.iter().filter(|row| row[0] == "*").map(|row| (row[1].parse().unwrap(), row[2].clone())).collect();
    let found: BTreeSet<_> = COMMON_ERRORS.iter().map(|error| (error.code, error.name.to_owned())).collect();
    assert_eq!(found, expected);
    assert!(RpcError::new(420, "FLOOD_WAIT_42").is_common());
    assert!(!RpcError::new(400, "FLOOD_WAIT_42").is_common());
    assert!(!RpcError::new(400, "PEER_ID_INVALID").is_common());
}

/// A million random messages, documented and undocumented: each error gives back its message.
#[test]
fn errors_keep_random_messages() {
    let mut rng = Rng::with_seed(5);
    let names: Vec<_> = RpcErrorKind::TYPES.iter().map(|row| row.name).collect();
    let (mut message, mut shown, mut n_known) = (String::new(), String::new(), 0);
    for n in 0..1_000_000_u32 {
        message.clear();
        match n % 4 {
            0 => push_random_letters(&mut rng, &mut message, &['A', 'X', 'Z', '_', '0', '7', '%', 'd', '*', 'é', '\0']),
            1 => (0..rng.usize(..40)).for_each(|_| message.push(rng.char(..))),
            _ => push_mutated_error_type(&mut rng, &mut message, &names),
        }
        let error = RpcError::new(n.cast_signed(), &message);
        assert_eq!(error.message(), message);
        if let Some(kind) = error.kind() {
            n_known += 1;
            shown.clear();
            std::fmt::Write::write_fmt(&mut shown, format_args!("{kind}")).unwrap();
            assert!(shown == message || kind.name().ends_with('*'), "{message} became {shown}");
        }
    }
    assert!((100_000..900_000).contains(&n_known), "{n_known}");
}

fn push_random_letters(rng: &mut Rng, message: &mut String, letters: &[char]) {
    (0..rng.usize(..60)).for_each(|_| message.extend(rng.choice(letters)));
}

/// The message of an error type, with up to two mutations.
fn push_mutated_error_type(rng: &mut Rng, message: &mut String, names: &[&str]) {
    let number = rng.u64(..) >> rng.u32(..64);
    message.push_str(&names[rng.usize(..names.len())].replace("%d", &number.to_string()));
    for _ in 0..rng.usize(..3) {
        let offset = rng.usize(..=message.len());
        if !message.is_char_boundary(offset) {
            continue;
        }
        match rng.u8(..4) {
            0 => message.insert(offset, rng.char('0'..='Z')),
            1 => message.truncate(offset),
            2 => message.push_str(names[rng.usize(..names.len())]),
            _ => message.insert_str(offset, &rng.u32(..1000).to_string()),
        }
    }
}
