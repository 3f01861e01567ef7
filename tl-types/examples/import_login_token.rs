//! Builds `auth.importLoginToken`, prints its bytes and its metadata, and decodes an `auth.loginToken`.

use tl_types::api::RpcErrorKind;
use tl_types::api::functions::auth::ImportLoginToken;
use tl_types::api::types::auth::LoginToken;
use tl_types::{Combinator, Described, Deserialize, KnownError, Result, Serialize};

fn main() -> Result<()> {
    let request = ImportLoginToken { token: vec![1, 2, 3, 4].into() };
    println!("{}", ImportLoginToken::DECLARATION.tl);
    println!("bytes: {:02x?}", request.to_bytes()?);

    let method = ImportLoginToken::METHOD;
    println!("{}: users {:?}, bots {:?}, returns {}", method.name, method.users, method.bots, method.result);
    for error in method.errors.unwrap_or_default() {
        let kind = RpcErrorKind::named(error.name);
        println!("  {} {}: {}", error.code, error.name, kind.map_or("", RpcErrorKind::description));
    }

    // `auth.loginToken#629f1980 expires:int token:bytes = auth.LoginToken;`
    let answer = [0x80, 0x19, 0x9f, 0x62, 0x00, 0xf1, 0x53, 0x65, 0x03, 0xaa, 0xbb, 0xcc];
    match LoginToken::from_bytes(&answer)? {
        LoginToken::LoginToken(login) => println!("token {:02x?} until {}", &login.token[..], login.expires),
        other => println!("{other:?}"),
    }
    Ok(())
}
