//! Chinese for the short English words that readers put into findings.
//!
//! The words of libraries and of the user's own file pass through unchanged.

use super::Lang;
use std::sync::OnceLock;
use toml::Table;

/// The words in a language; those that are not known stay as they are.
#[must_use]
pub fn cause(words: &str, lang: Lang) -> String {
    match lang {
        Lang::En => words.to_owned(),
        Lang::Zh => chinese(words).unwrap_or_else(|| words.to_owned()),
    }
}

/// `None` if the words are not known. A list with commas is known if each of its items is.
fn chinese(words: &str) -> Option<String> {
    let (pattern, numbers) = pattern(words);
    if let Some(known) = table().get(&pattern).and_then(|text| text.as_str()) {
        return Some(filled(known, &numbers));
    }
    let items: Option<Vec<String>> =
        words.contains(", ").then(|| words.split(", ").map(chinese).collect()).flatten();
    items.map(|items| items.join("、"))
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| include_str!("causes.toml").parse().expect("a test parses the embedded words"))
}

/// The words with `#` for each number, and the numbers.
fn pattern(words: &str) -> (String, Vec<String>) {
    let (mut pattern, mut numbers) = (String::new(), Vec::<String>::new());
    let mut inside = false;
    for letter in words.chars() {
        match (letter.is_ascii_digit(), inside) {
            (true, true) => numbers.last_mut().expect("a number has begun").push(letter),
            (true, false) => {
                numbers.push(letter.to_string());
                pattern.push('#');
            }
            (false, _) => pattern.push(letter),
        }
        inside = letter.is_ascii_digit();
    }
    (pattern, numbers)
}

fn filled(known: &str, numbers: &[String]) -> String {
    let mut numbers = numbers.iter();
    let mut text = String::new();
    for letter in known.chars() {
        match letter {
            '#' => text.push_str(numbers.next().map_or("", String::as_str)),
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_chinese_in_chinese() {
        assert_eq!(cause("no header", Lang::Zh), "没有文件头");
        assert_eq!(cause("no header", Lang::En), "no header");
        assert_eq!(cause("chilled, frozen", Lang::Zh), "冷藏、冷冻");
    }

    #[test]
    fn numbers_keep_their_place() {
        assert_eq!(cause("block 3, byte 4071", Lang::Zh), "第 3 块（第 4071 字节处）");
    }

    #[test]
    fn words_of_others_stay() {
        assert_eq!(cause("invalid Huffman code", Lang::Zh), "invalid Huffman code");
    }
}
