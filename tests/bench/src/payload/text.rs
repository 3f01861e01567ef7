//! Realistic texts: mostly short, sometimes long, in several scripts with UTF-8 characters of one to four bytes.

use super::ResponseBuilder;

/// Sentences of which texts are composed.
const SAMPLE_SENTENCES: &[&str] = &[
    "ok",
    "See you at the station, platform 4.",
    "Has anybody tried the new release? It starts twice as fast on my old phone, and the battery lasts the whole day.",
    "https://example.org/articles/2025/06/how-we-measure",
    "Thanks a lot!",
    "Сегодня встречаемся в семь, не опаздывайте.",
    "Кто-нибудь видел мой зонт? Кажется, я оставил его в кафе на углу.",
    "да",
    "明日の会議は午後三時からに変更になりました。",
    "请把文件发给我，谢谢。",
    "هل وصلت الرسالة؟",
    "Das Café öffnet schon um sieben, über Mittag ist es geschlossen.",
    "Où est-ce qu'on mange ce soir ? Je peux réserver.",
    "😂😂😂",
    "🎉 Happy birthday! 🎂🥳",
    "The quick brown fox jumps over the lazy dog and then lies down beside it, as it has been a long day for everybody.",
];

/// Pairs of a first name and a last name.
pub(super) const FIRST_AND_LAST_NAMES: &[(&str, &str)] = &[
    ("Anna", "Kowalska"),
    ("Bob", "Smith"),
    ("Екатерина", "Константинопольская"),
    ("Иван", "Петров"),
    ("José", "García"),
    ("Zoë", "van der Berg"),
    ("美咲", "佐藤"),
    ("محمد", "الأحمد"),
    ("Alexander", "Hamilton"),
    ("Lin", ""),
];

impl ResponseBuilder {
    /// A text of whole sentences, with at least `n_bytes` bytes; empty if `n_bytes` is 0.
    pub(super) fn text(&mut self, n_bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < n_bytes {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.random_sentence());
        }
        text
    }

    /// Random length of a message: half of them have less than 40 bytes, a few have thousands.
    pub(super) fn random_message_len(&mut self) -> usize {
        match self.random.u32(..100) {
            0..50 => self.random.usize(1..40),
            50..85 => self.random.usize(40..200),
            85..97 => self.random.usize(200..1_000),
            _ => self.random.usize(1_000..3_500),
        }
    }

    pub(super) fn random_sentence(&mut self) -> &'static str {
        SAMPLE_SENTENCES[self.random.usize(..SAMPLE_SENTENCES.len())]
    }

    /// A user name of 5 to 19 lowercase letters.
    pub(super) fn random_username(&mut self) -> String {
        let len = self.random.usize(5..20);
        (0..len).map(|_| self.random.lowercase()).collect()
    }
}
