//! Numbers for tables: formatting, ratios and medians.

/// Decimal digits in groups of three: `753,020`.
pub(crate) fn with_digit_groups(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (digit_idx, digit) in digits.chars().enumerate() {
        if digit_idx > 0 && (digits.len() - digit_idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The ratio `number / of` with two digits after the point, such as `2.16`; `-` if `of` is zero.
pub(crate) fn ratio_text(number: f64, of: f64) -> String {
    if of > 0.0 { format!("{:.2}", number / of) } else { "-".to_owned() }
}

/// The median of the numbers; for an even count, the mean of the middle two.
pub(crate) fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::{median, ratio_text, with_digit_groups};

    #[test]
    fn digit_groups_and_ratios_are_formatted() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1_000, 1_234_567].map(with_digit_groups).each_ref().map(String::as_str)
        );
        assert_eq!((ratio_text(3.0, 2.0), ratio_text(1.0, 0.0)), ("1.50".to_owned(), "-".to_owned()));
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
