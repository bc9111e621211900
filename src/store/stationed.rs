//! Vehicles that come to stand elsewhere, written into a `fleet.toml` that people keep: everything
//! else in it stays as it is, comments too.

use super::county::quoted;

/// Some vehicles of a type that stand at another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stationed {
    /// Which `[[vehicle]]` of the file they are like.
    pub like: usize,
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub site: String,
    pub count: u32,
}

/// The text with these added at its end. `None` if it has not so many `[[vehicle]]` as there are types.
#[must_use]
pub fn stationed(text: &str, types: usize, added: &[Stationed]) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let blocks = blocks(&lines);
    if blocks.len() != types || added.iter().any(|own| own.like >= types) {
        return None;
    }
    let mut new = Vec::new();
    for own in added {
        let (first, end) = blocks[own.like];
        let mut block = lines[first..end].to_vec();
        for (key, value) in [("id", &own.id), ("name_zh", &own.name_zh), ("name_en", &own.name_en)] {
            set(&mut block, key, &quoted(value));
        }
        set(&mut block, "count", &own.count.to_string());
        set(&mut block, "start", &quoted(&own.site));
        if find(&block, "end").is_some() {
            set(&mut block, "end", &quoted(&own.site));
        }
        while block.last().is_some_and(|line| is_blank(line)) {
            block.pop();
        }
        new.push(String::new());
        new.extend(block);
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.extend(new);
    Some(lines.join("\n") + "\n")
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// First line of each `[[vehicle]]`, and the line behind its last one.
fn blocks(lines: &[String]) -> Vec<(usize, usize)> {
    let head = |line: &String| line.trim_start_matches('\u{feff}').trim().replace(' ', "");
    let heads: Vec<(usize, String)> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (at, head(line)))
        .filter(|it| it.1.starts_with('['))
        .collect();
    let is_inner = |head: &str| head.starts_with("[vehicle.") || head.starts_with("[[vehicle.");
    let mut blocks = Vec::new();
    for (number, (at, _)) in heads.iter().enumerate().filter(|it| it.1.1.starts_with("[[vehicle]]")) {
        let next = heads[number + 1..].iter().find(|it| !is_inner(&it.1));
        blocks.push((*at, next.map_or(lines.len(), |it| it.0)));
    }
    blocks
}

/// The line of a key of a block before its inner tables.
fn find(block: &[String], key: &str) -> Option<usize> {
    let body = block.iter().enumerate().skip(1);
    let mut own = body.take_while(|it| !it.1.trim_start().starts_with('['));
    own.find(|it| it.1.split_once('=').is_some_and(|pair| pair.0.trim() == key)).map(|it| it.0)
}

fn set(block: &mut Vec<String>, key: &str, value: &str) {
    let line = format!("{key} = {value}");
    match find(block, key) {
        Some(at) => block[at] = line,
        None => block.insert(1, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLEET: &str = "# ours\n[[vehicle]]\nid = \"van\" # white\ncount = 5\nstart = \"W1\"\n[vehicle.running]\n\
                         height_m = 2.0\n[[vehicle.compartment]]\nclass = \"ambient\"\n\n# the old one\n[[vehicle]]\n\
                         id = \"truck\"\nend = \"W1\"\n\n[[drone]]\nid = \"fc\"\ncount = 2\n";

    fn two_vans() -> Stationed {
        Stationed {
            like: 0,
            id: "van@S1".to_owned(),
            name_zh: "甲".to_owned(),
            name_en: "A".to_owned(),
            site: "S1".to_owned(),
            count: 2,
        }
    }

    #[test]
    fn a_type_is_copied_with_its_tables_and_everything_else_stays() {
        let text = stationed(FLEET, 2, &[two_vans()]).unwrap();

        assert!(text.starts_with(FLEET.trim_end()), "{text}");
        let (_, new) = text.split_once("[[drone]]").unwrap();
        assert!(new.contains("id = \"van@S1\"") && new.contains("count = 2\nstart = \"S1\""), "{new}");
        assert!(new.contains("height_m = 2.0") && new.contains("class = \"ambient\""), "{new}");
        assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{text}");
    }

    #[test]
    fn an_end_of_its_own_moves_with_the_vehicles() {
        let trucks = Stationed { like: 1, ..two_vans() };

        let text = stationed(FLEET, 2, &[trucks]).unwrap();

        let (_, new) = text.split_once("[[drone]]").unwrap();
        assert!(new.contains("end = \"S1\"") && !new.contains("W1"), "{new}");
    }

    #[test]
    fn a_file_with_other_vehicles_is_left_alone() {
        assert_eq!(stationed(FLEET, 1, &[]), None);
        assert_eq!(stationed("", 1, &[]), None);
    }
}
