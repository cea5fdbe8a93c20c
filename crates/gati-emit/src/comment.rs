//! Comments that cannot end early.

/// The lines of `text`, by every line terminator JavaScript knows, made harmless in a comment.
fn lines(text: &str) -> impl Iterator<Item = String> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(|line| {
        let printable: String = line.chars().filter(|next| !next.is_control()).collect();
        printable.trim_end().replace("*/", "*\\/")
    })
}

/// `text` as a `//` comment, one for each of its lines, without a final line break.
pub fn line_comment(text: &str) -> String {
    let lines: Vec<String> =
        lines(text).map(|line| format!("// {line}").trim_end().to_owned()).collect();
    lines.join("\n")
}

/// `text` as a `/** */` comment, on one line if it is one line.
pub fn doc_comment(text: &str) -> String {
    // Most are a name, with nothing in it that has to be made harmless.
    if text.bytes().all(|byte| matches!(byte, b' '..=b')' | b'+'..=b'~')) && !text.ends_with(' ') {
        return format!("/** {text} */");
    }
    let lines: Vec<String> = lines(text).collect();
    if let [only] = lines.as_slice() {
        return format!("/** {only} */");
    }
    let body: Vec<String> =
        lines.iter().map(|line| format!(" * {line}").trim_end().to_owned()).collect();
    format!("/**\n{}\n */", body.join("\n"))
}
