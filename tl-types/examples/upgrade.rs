//! Rewrites values of older layers as today's bytes.
//!
//! Each line of standard input is the TL name of a boxed type, a tab, and the bytes of a value in hexadecimal. Each line
//! of standard output has three parts with tabs between them:
//!
//! - `current`, `lossless`, `lossy` or `refused`,
//! - today's bytes in hexadecimal; nothing for a refused value,
//! - the paths of dropped fields, with commas between them; for a refused value the path of the refusal.
//!
//! ```text
//! $ cargo run -p tl-types --example upgrade --features full,layers < values.tsv
//! ```

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use tl_types::Limits;
use tl_types::api::layers;

fn main() -> io::Result<ExitCode> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut exit_code = ExitCode::SUCCESS;
    for (number, line) in (1..).zip(io::stdin().lock().split(b'\n')) {
        let line = String::from_utf8_lossy(&line?).into_owned();
        match upgrade_line(line.trim_end_matches('\r')) {
            Ok(text) => writeln!(output, "{text}")?,
            Err(why) => {
                eprintln!("error: line {number}: {why}");
                exit_code = ExitCode::FAILURE;
            }
        }
    }
    output.flush()?;
    Ok(exit_code)
}

/// The verdict about one line. A line of another form is an error.
fn upgrade_line(line: &str) -> Result<String, String> {
    let (ty, hex) = line.split_once('\t').ok_or("expected the name of a type, a tab, and hexadecimal digits")?;
    let bytes = bytes_of_hex(hex).ok_or("expected pairs of hexadecimal digits after the tab")?;
    if layers::LAYERS.table().type_by_name(ty).is_none() {
        return Err(format!("`{ty}` is no type of layer {}", tl_types::api::LAYER));
    }
    Ok(match layers::transcode(ty, &bytes, &Limits::default()) {
        Err(why) => format!("refused\t\t{}", why.path()),
        Ok(today) => {
            let verdict = match (today.has_older, today.dropped.is_empty()) {
                (false, _) => "current",
                (true, true) => "lossless",
                (true, false) => "lossy",
            };
            format!("{verdict}\t{}\t{}", hex_of_bytes(&today.bytes), today.dropped.join(","))
        }
    })
}

fn bytes_of_hex(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8)).collect())
}

fn hex_of_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
