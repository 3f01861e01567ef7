//! Values as JSON, in the form that [`tl_runtime::json`] describes.
//!
//! ```
//! use tl_types::api::types::Peer;
//! use tl_types::json::{from_json, to_json};
//!
//! let peer: Peer = from_json(r#"{"@type":"peerUser","user_id":"5"}"#)?;
//! assert_eq!(to_json(&peer)?, r#"{"@type":"peerUser","user_id":"5"}"#);
//!
//! let error = from_json::<Peer>(r#"{"@type":"peerUser","usr_id":"5"}"#).unwrap_err();
//! assert_eq!(error.path(), "$.usr_id");
//! assert_eq!(
//!     error.to_string(),
//!     "unknown key `usr_id`, did you mean `user_id`? at line 1, column 28 in `$.usr_id`"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use tl_runtime::json::{
    JsonError, JsonErrorKind, JsonValue, ReadOptions, value_from_json as from_json,
    value_from_json_with as from_json_with, value_to_json as to_json,
};
