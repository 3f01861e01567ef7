//! A type written by hand as an argument of generated types.
//!
//! `hand_written.rs` of the runtime tests such a type alone, and inside of types of the runtime.

use std::env;
use std::panic::catch_unwind;
use std::process::Command;

use tl_golden::generic_types::constructors::{Just, Pair, Swap};
use tl_golden::generic_types::types::Maybe;
use tl_runtime::{Deserialize, ErrorKind, Observer, Reader, Serialize, Writer};

/// A percentage in 4 bytes. Decoding panics at -1, which stands for a bug.
#[derive(Clone, PartialEq)]
struct Percent(u32);

impl Serialize for Percent {
    fn serialize(&self, mut w: Writer<'_>) {
        w.write(&self.0);
    }

    fn observe(&self, o: &mut dyn Observer) {
        self.0.observe(o);
    }
}

impl Deserialize for Percent {
    const LEAST_SIZE: usize = 4;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let number = u32::deserialize(r);
        assert_ne!(number, u32::MAX, "a bug");
        if number > 100 {
            r.fail(ErrorKind::InvalidValue { reason: "percentage above 100" });
        }
        Self(number)
    }
}

type Pairs = Vec<Pair<Percent, Maybe<Percent>>>;

fn pairs(right: u32) -> Pairs {
    vec![
        Pair { left: Percent(1), right: Maybe::Nothing },
        Pair { left: Percent(2), right: Maybe::Just(Just { value: Percent(right) }) },
    ]
}

#[test]
fn hand_written_arguments_survive_a_round_trip() {
    let bytes = pairs(100).to_bytes().unwrap();
    assert!(Pairs::from_bytes(&bytes).unwrap() == pairs(100));
    let swap = Swap { one: Percent(5), two: true, three: vec![Percent(6), Percent(7)] };
    assert!(Swap::from_bytes(&swap.to_bytes().unwrap()).unwrap() == swap);
    assert_eq!(format!("{swap:?}"), "swap { one: 5, two: true, three: [6, 7] }");
}

#[test]
fn hand_written_errors_have_the_whole_path() {
    let error = Pairs::from_bytes(&pairs(101).to_bytes().unwrap()).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "percentage above 100 at byte 36 in `[1].right.value`");
}

/// The variable that makes this program decode a value whose decoding panics.
const CHILD_PROCESS_VARIABLE: &str = "TL_DECODES_A_BUG";

/// Generated code doesn't unwind, so the panic ends the process. Another process decodes the value.
#[test]
fn panics_in_arguments_of_generated_types_end_the_process() {
    let bytes = pairs(u32::MAX).to_bytes().unwrap();
    if env::var_os(CHILD_PROCESS_VARIABLE).is_some() {
        let _ = catch_unwind(|| drop(Pairs::from_bytes(&bytes)));
        return;
    }
    let this_test = "panics_in_arguments_of_generated_types_end_the_process";
    let mut child = Command::new(env::current_exe().unwrap());
    let output = child.args(["--exact", "--nocapture", this_test]).env(CHILD_PROCESS_VARIABLE, "1").output().unwrap();
    assert!(!output.status.success(), "the panic was caught");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(messages.contains("a bug") && messages.contains("cannot unwind"), "{messages}");
}

/// A type whose encoding panics, which stands for a bug.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize(&self, _: Writer<'_>) {
        panic!("a bug");
    }

    fn observe(&self, _: &mut dyn Observer) {
        panic!("a bug");
    }
}

impl Deserialize for Unwritable {
    const LEAST_SIZE: usize = 0;

    fn deserialize(_: &mut Reader<'_>) -> Self {
        Self
    }
}

/// Writing owns no values, so it may unwind everywhere.
#[test]
fn panics_of_writing_unwind_through_generated_types() {
    assert!(catch_unwind(|| Pair { left: 1_i32, right: Unwritable }.to_bytes()).is_err());
    assert!(catch_unwind(|| format!("{:?}", Pair { left: 1_i32, right: Unwritable })).is_err());
}
