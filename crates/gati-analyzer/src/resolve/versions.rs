//! `typesVersions`: which of a package's declarations are for the TypeScript that is read here.

use serde_json::Value;

/// The version whose types these are: major and minor.
const VERSION: (u32, u32) = (5, 9);

/// A `package.json` without the `typesVersions` that are meant for other versions.
pub(super) fn for_this_version(text: String) -> String {
    if !text.contains("\"typesVersions\"") {
        return text;
    }
    let Ok(mut json) = serde_json::from_str::<Value>(&text) else { return text };
    let Some(Value::Object(versions)) = json.get_mut("typesVersions") else { return text };
    let first = versions.iter().find(|(range, _)| includes(range, VERSION));
    let kept = first.map(|(range, paths)| (range.clone(), paths.clone()));
    versions.clear();
    versions.extend(kept);
    json.to_string()
}

/// Whether a range includes a version.
fn includes(range: &str, version: (u32, u32)) -> bool {
    range.split("||").any(|part| {
        let part = part.trim();
        if let Some((from, to)) = part.split_once(" - ") {
            return compare(">=", from, version) && compare("<=", to, version);
        }
        let mut words = part.split_whitespace();
        let mut all = true;
        while let Some(word) = words.next() {
            let operator: String = word.chars().take_while(|c| "<>=^~".contains(*c)).collect();
            let number = &word[operator.len()..];
            // `>= 4.0`, with a space between.
            let number = if number.is_empty() { words.next().unwrap_or("*") } else { number };
            all &= compare(&operator, number, version);
        }
        all
    })
}

fn compare(operator: &str, number: &str, (major, minor): (u32, u32)) -> bool {
    let number = number.trim().trim_start_matches('v');
    let mut parts = number.split(['.', '-']).map(|part| part.parse::<u32>().ok());
    let Some(wanted_major) = parts.next().flatten() else { return number == "*" || number == "x" };
    let wanted_minor = parts.next().flatten();
    let wanted = (wanted_major, wanted_minor.unwrap_or(0));
    match operator {
        ">=" => (major, minor) >= wanted,
        "<" => (major, minor) < wanted,
        // `<=5` includes all of 5.
        "<=" => wanted_minor.map_or(major <= wanted_major, |_| (major, minor) <= wanted),
        ">" => wanted_minor.map_or(major > wanted_major, |_| (major, minor) > wanted),
        "^" => major == wanted_major && (major, minor) >= wanted,
        _ => major == wanted_major && wanted_minor.is_none_or(|wanted| wanted == minor),
    }
}

#[cfg(test)]
mod tests {
    use super::includes;

    #[test]
    fn ranges_include_what_they_say() {
        let cases = [
            ("*", true),
            (">=4.2", true),
            (">= 4.2", true),
            ("<=5.6", false),
            ("<4.0", false),
            (">=4.0 <5", false),
            (">=5.0 <6", true),
            ("5.x", true),
            ("^4.7", false),
            ("^5.1", true),
            ("~5.9", true),
            ("3 - 5.9", true),
            ("3 || 5", true),
            (">5.9", false),
            ("<=5", true),
        ];
        for (range, expected) in cases {
            assert_eq!(includes(range, (5, 9)), expected, "{range}");
        }
    }
}
