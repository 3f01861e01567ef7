//! Errors with which servers answer requests: the error type of a message is found, and code and message are preserved.

use std::fmt;
use std::time::Duration;

use tl_runtime::{Access, Described, ErrorNumber, ErrorType, KnownError, Method, MethodError, RpcError};

/// Error types that cover each special case of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    ConfirmWait { seconds: u64 },
    Restart,
    RestartX { value: u64 },
    Family,
    FamilyOfAFamily,
    FamilyOne,
    FamilyX { value: u64 },
    Migrate { dc: u64 },
    Part0,
    Part { part: u64 },
    Timeout,
    Wait { minutes: u64 },
}

static TYPES: [ErrorType<Kind>; 12] = [
    ErrorType::with_number("2FA_WAIT_%d", "", Kind::ConfirmWait { seconds: 0 }, ErrorNumber::Seconds),
    ErrorType::new("AUTH_RESTART", "", Kind::Restart),
    ErrorType::with_number("AUTH_RESTART_%d", "", Kind::RestartX { value: 0 }, ErrorNumber::Value),
    ErrorType::new("FILE_REFERENCE_*", "", Kind::Family),
    ErrorType::new("FILE_REFERENCE_ALBUM_*", "", Kind::FamilyOfAFamily),
    ErrorType::new("FILE_REFERENCE_EXPIRED", "", Kind::FamilyOne),
    ErrorType::with_number("FILE_REFERENCE_%d_EXPIRED", "", Kind::FamilyX { value: 0 }, ErrorNumber::Value),
    ErrorType::with_number("MIGRATE_%d", "", Kind::Migrate { dc: 0 }, ErrorNumber::Dc),
    ErrorType::new("PART_0_MISSING", "", Kind::Part0),
    ErrorType::with_number("PART_%d_MISSING", "", Kind::Part { part: 0 }, ErrorNumber::Value),
    ErrorType::new("Timeout", "The server was too slow", Kind::Timeout),
    ErrorType::with_number("WAIT_%dMIN", "", Kind::Wait { minutes: 0 }, ErrorNumber::Minutes),
];

static NAME_INDEX: [u16; 32] = tl_runtime::name_index(&TYPES);

impl KnownError for Kind {
    const TYPES: &'static [ErrorType<Self>] = &TYPES;
    const NAME_INDEX: &'static [u16] = &NAME_INDEX;
    const FAMILIES: &'static [(&'static str, Self)] =
        &[("FILE_REFERENCE_", Self::Family), ("FILE_REFERENCE_ALBUM_", Self::FamilyOfAFamily)];
    const COMMON: &'static [MethodError] = &[MethodError { code: -503, name: "Timeout" }];

    fn number(self) -> Option<u64> {
        match self {
            Self::ConfirmWait { seconds: number }
            | Self::RestartX { value: number }
            | Self::FamilyX { value: number }
            | Self::Migrate { dc: number }
            | Self::Part { part: number }
            | Self::Wait { minutes: number } => Some(number),
            _ => None,
        }
    }

    fn with_number(self, number: u64) -> Self {
        match self {
            Self::ConfirmWait { .. } => Self::ConfirmWait { seconds: number },
            Self::RestartX { .. } => Self::RestartX { value: number },
            Self::FamilyX { .. } => Self::FamilyX { value: number },
            Self::Migrate { .. } => Self::Migrate { dc: number },
            Self::Part { .. } => Self::Part { part: number },
            Self::Wait { .. } => Self::Wait { minutes: number },
            other => other,
        }
    }
}

type Error = RpcError<Kind>;

/// Finds the error type of a message, and checks that the error preserves the message.
#[track_caller]
fn kind_of_message(message: &str) -> Option<Kind> {
    let error = Error::new(400, message);
    assert_eq!((error.code(), &*error.message()), (400, message));
    assert_eq!(error.to_string(), message);
    assert_eq!(format!("{error:#}"), format!("400 {message}"));
    assert_eq!(error, Error::new(400, message));
    error.kind()
}

#[test]
fn exact_names_precede_numbers_and_numbers_precede_families() {
    assert_eq!(kind_of_message("AUTH_RESTART"), Some(Kind::Restart));
    assert_eq!(kind_of_message("AUTH_RESTART_0"), Some(Kind::RestartX { value: 0 }));
    assert_eq!(kind_of_message("PART_0_MISSING"), Some(Kind::Part0));
    assert_eq!(kind_of_message("PART_1_MISSING"), Some(Kind::Part { part: 1 }));
    assert_eq!(kind_of_message("FILE_REFERENCE_EXPIRED"), Some(Kind::FamilyOne));
    assert_eq!(kind_of_message("FILE_REFERENCE_3_EXPIRED"), Some(Kind::FamilyX { value: 3 }));
    assert_eq!(kind_of_message("FILE_REFERENCE_3_LOST"), Some(Kind::Family));
    assert_eq!(kind_of_message("FILE_REFERENCE_ALBUM_3"), Some(Kind::FamilyOfAFamily));
    assert_eq!(kind_of_message("FILE_REFERENCE_"), None);
}

#[test]
fn numbers_in_messages_are_parsed() {
    assert_eq!(kind_of_message("2FA_WAIT_7"), Some(Kind::ConfirmWait { seconds: 7 }));
    assert_eq!(kind_of_message("WAIT_5MIN"), Some(Kind::Wait { minutes: 5 }));
    assert_eq!(kind_of_message("AUTH_RESTART_18446744073709551615"), Some(Kind::RestartX { value: u64::MAX }));
}

/// A number with a leading zero or a sign, for example, would not be written back in the same form.
#[test]
fn non_canonical_numbers_match_no_type() {
    for digits in ["", "07", "00", "+7", "-7", "7.0", "７", "18446744073709551616", "99999999999999999999999", "%d"] {
        assert_eq!(kind_of_message(&format!("AUTH_RESTART_{digits}")), None);
        assert_eq!(kind_of_message(&format!("2FA_WAIT_{digits}")), None);
    }
    for message in ["", "%d", "2", "2FA_WAIT_7_", "WAIT_5min", "auth_restart", " AUTH_RESTART", "FILE_REFERENCE", "é7"]
    {
        assert_eq!(kind_of_message(message), None);
    }
}

#[test]
fn long_messages_are_preserved() {
    // Miri takes minutes for 100,000 parts.
    let n_parts = if cfg!(miri) { 1_000 } else { 100_000 };
    for part in ["1", "1_", "AUTH_RESTART_", "é"] {
        assert_eq!(kind_of_message(&part.repeat(n_parts)), None);
    }
    assert_eq!(kind_of_message(&format!("FILE_REFERENCE_{}", "7_".repeat(n_parts))), Some(Kind::Family));
}

#[test]
fn waits_and_datacenters_are_parsed() {
    let wait_and_dc = |message| (Error::new(420, message).wait(), Error::new(420, message).dc());
    assert_eq!(wait_and_dc("2FA_WAIT_7"), (Some(Duration::from_secs(7)), None));
    assert_eq!(wait_and_dc("WAIT_5MIN"), (Some(Duration::from_secs(300)), None));
    assert_eq!(wait_and_dc("WAIT_18446744073709551615MIN"), (Some(Duration::from_secs(u64::MAX)), None));
    assert_eq!(wait_and_dc("MIGRATE_4"), (None, Some(4)));
    assert_eq!(wait_and_dc("MIGRATE_2147483648"), (None, None));
    assert_eq!(wait_and_dc("AUTH_RESTART_5"), (None, None));
    assert_eq!(wait_and_dc("ANYTHING_5"), (None, None));
}

#[test]
fn types_are_found_by_their_names() {
    for row in &TYPES {
        assert_eq!(Kind::named(row.name), Some(row.kind));
        assert_eq!((row.kind.name(), row.kind.description()), (row.name, row.description));
    }
    assert_eq!(Kind::named("AUTH_RESTART_7"), None);
    assert_eq!(Kind::Wait { minutes: 5 }.name(), "WAIT_%dMIN");
    assert_eq!(Kind::Timeout.description(), "The server was too slow");
}

struct ExampleFunction;

impl Described for ExampleFunction {
    const METHOD: &'static Method = &Method {
        name: "call",
        id: 1,
        result: "Bool",
        description: "",
        users: Access::Unknown,
        bots: Access::Unknown,
        business: Access::Unknown,
        errors: Some(&[MethodError { code: 420, name: "2FA_WAIT_%d" }]),
    };
}

/// An error with another code than the documented one is a different error.
#[test]
fn errors_are_matched_to_methods_by_code_and_type() {
    assert_eq!(Error::new(420, "2FA_WAIT_7").is_error_of::<ExampleFunction>(), Some(true));
    assert_eq!(Error::new(400, "2FA_WAIT_7").is_error_of::<ExampleFunction>(), Some(false));
    assert_eq!(Error::new(400, "2FA_WAIT_7").kind(), Some(Kind::ConfirmWait { seconds: 7 }));
    assert_eq!(Error::new(420, "NOT_DOCUMENTED").is_error_of::<&ExampleFunction>(), Some(false));
    let unknown = Method { errors: None, ..*ExampleFunction::METHOD };
    assert_eq!(Error::new(420, "2FA_WAIT_7").is_error_of_method(&unknown), None);
    assert!(Error::new(-503, "Timeout").is_common());
    assert!(!Error::new(503, "Timeout").is_common());
}

/// A hash table that doesn't match the types may miss names, and has no other effect.
#[test]
fn a_mismatched_name_index_only_misses_names() {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct MisindexedKind;

    static MISINDEXED_TYPES: [ErrorType<MisindexedKind>; 1] = [ErrorType::new("ODD", "", MisindexedKind)];

    impl KnownError for MisindexedKind {
        const TYPES: &'static [ErrorType<Self>] = &MISINDEXED_TYPES;
        const NAME_INDEX: &'static [u16] = &[7, 7, 7, 7, 7];

        fn number(self) -> Option<u64> {
            None
        }

        fn with_number(self, _: u64) -> Self {
            self
        }
    }

    assert_eq!(RpcError::<MisindexedKind>::new(400, "ODD").kind(), None);
    assert_eq!(RpcError::<MisindexedKind>::new(400, "ODD").message(), "ODD");
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_message(f)
    }
}

#[test]
fn kinds_are_displayed_as_messages() {
    assert_eq!(Kind::Part { part: 7 }.to_string(), "PART_7_MISSING");
    assert_eq!(Kind::Timeout.to_string(), "Timeout");
    assert_eq!(format!("{:?}", Error::new(420, "WAIT_5MIN")), r#"RpcError { code: 420, message: "WAIT_5MIN" }"#);
}
