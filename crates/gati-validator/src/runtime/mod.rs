//! The pieces of JavaScript that generated modules carry with them, each only where it is used.

use std::collections::BTreeSet;

/// A piece: the names it declares, the pieces it uses, its text.
struct Piece {
    declares: &'static [&'static str],
    uses: &'static [&'static str],
    text: &'static str,
}

macro_rules! piece {
    ($file:literal, $declares:expr, $uses:expr) => {
        Piece { declares: &$declares, uses: &$uses, text: include_str!($file) }
    };
}

const PIECES: &[Piece] = &[
    piece!(
        "issue.js",
        ["$report", "$truncate", "$misfit", "$received", "$quoted", "$odd", "$class",],
        []
    ),
    piece!("failed.js", ["$failed"], ["$misfit"]),
    piece!("explained.js", ["$explained"], ["$misfit"]),
    piece!("missing.js", ["$missing"], ["$report"]),
    piece!("unfit.js", ["$unfit"], ["$report"]),
    piece!("guarded.js", ["$guarded"], ["$report"]),
    piece!("member.js", ["$member"], ["$missing"]),
    piece!("breach.js", ["$breach"], ["$report"]),
    piece!("in-words.js", ["$inWords"], []),
    piece!("size.js", ["$size"], []),
    piece!("redacted.js", ["$redacted"], ["$received"]),
    piece!("keyed.js", ["$keyed", "$keyedSize", "$secret"], ["$received", "$redacted", "$size"]),
    piece!("checked.js", ["$checked"], []),
    piece!("below.js", ["$below"], []),
    piece!("unknown.js", ["$unknown", "$nearest"], ["$report", "$breach", "$below", "$keyed"]),
    piece!("is-object.js", ["$isObject"], []),
    piece!("count.js", ["$count"], []),
    piece!("has-only.js", ["$hasOnly"], []),
    piece!("closest.js", ["$closest"], ["$report"]),
    piece!("length.js", ["$isShorter", "$isLonger", "$codePoints"], []),
    piece!("multiple.js", ["$isMultiple"], []),
    piece!("unique.js", ["$isUnique", "$canonical"], []),
    piece!("put.js", ["$put"], []),
    piece!("join.js", ["$join", "$isRecord"], ["$put"]),
    piece!("keys.js", ["$isNumericKey"], []),
    piece!("entries-object.js", ["$entriesOfObject"], []),
    piece!("entries-pairs.js", ["$entriesOfPairs"], []),
    piece!("../format/date-time.js", ["$isDate", "$isTime", "$isDateTime", "$daysIn"], []),
    piece!("../format/email.js", ["$isEmail"], []),
    piece!("../format/uuid.js", ["$isUuid"], []),
    piece!("../format/url.js", ["$isUrl"], []),
    piece!("../format/uri.js", ["$isUri"], []),
    piece!("../format/json.js", ["$isJson"], []),
    piece!("../format/ip.js", ["$isIpv4", "$isIpv6"], []),
    piece!("../format/hostname.js", ["$isHostname"], []),
    piece!("../format/duration.js", ["$isDuration"], []),
    piece!("date.js", ["$isDateValue", "$isDateObject"], ["$isDateTime"]),
    piece!("to-date.js", ["$toDate"], []),
    piece!("bigint.js", ["$isBigintValue"], []),
    piece!("to-bigint.js", ["$toBigint"], []),
    piece!("bytes.js", ["$isBytesValue", "$toBytes"], []),
    piece!("url.js", ["$isUrlValue", "$toUrl"], []),
    piece!("classes.js", ["$isFile", "$isNonPrimitive"], []),
    piece!("scalar.js", ["$scalar", "$unboxed"], []),
    piece!("texts.js", ["$dateText", "$bigintText", "$objectText"], ["$scalar"]),
    piece!("bytes-text.js", ["$bytesText"], ["$scalar"]),
    piece!("text.js", ["$joins", "$text"], []),
    piece!("texts-list.js", ["$listOfTexts"], ["$text"]),
    piece!("numbers-list.js", ["$listOfNumbers"], []),
    piece!("scalars.js", ["$scalars"], ["$scalar", "$listOf"]),
    piece!("list.js", ["$listOf"], []),
    piece!("too-deep.js", ["$tooDeep"], []),
    piece!("cut.js", ["$refused", "$given", "$cut", "$cutCarefully"], []),
    piece!(
        "../assertion/format/punycode.js",
        ["$punycodeDecoded", "$punycodeEncoded", "$adapt"],
        []
    ),
    piece!(
        "../assertion/format/host.js",
        [
            "$isHost",
            "$isWideHost",
            "$isAsciiLabel",
            "$isWideLabel",
            "$isInContext",
            "$labelPoint",
            "$virama",
            "$joinsOn",
            "$joinsBack",
        ],
        ["$punycodeDecoded"]
    ),
    piece!(
        "../assertion/format/mailbox.js",
        ["$isMailbox", "$isWideMailbox", "$isMailHost"],
        ["$isHost", "$isIpv4"]
    ),
    piece!("../assertion/format/json-pointer.js", ["$isJsonPointer", "$isRelativeJsonPointer"], []),
    piece!("../assertion/format/regex.js", ["$isRegex"], []),
    piece!("../assertion/format/uri-template.js", ["$isUriTemplate"], []),
    piece!(
        "../assertion/format/uri.js",
        [
            "$isWholeUri",
            "$isUriReference",
            "$isIri",
            "$isIriReference",
            "$isReference",
            "$isAuthority",
            "$uriParts",
            "$iriParts",
        ],
        ["$isIpv6"]
    ),
    piece!("../assertion/runtime/members.js", ["$members"], []),
    piece!("../assertion/runtime/equals.js", ["$equals"], ["$members"]),
    piece!("../assertion/runtime/distinct.js", ["$isDistinct", "$identity"], []),
    piece!("../assertion/runtime/seen.js", ["$seen", "$isSeen", "$addSeen"], []),
    piece!("../assertion/runtime/endless.js", ["$endless"], []),
    piece!("read-number.js", ["$readNumber"], []),
    piece!("read-boolean.js", ["$readBoolean"], []),
    piece!("read-null.js", ["$readNull"], []),
    piece!("read-list.js", ["$readList"], []),
];

/// Every name that is declared by a piece.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    PIECES.iter().flat_map(|piece| piece.declares.iter().copied())
}

/// Adds the piece that declares `name`, and the pieces it uses, to `used`.
pub(crate) fn require(name: &str, used: &mut BTreeSet<usize>) {
    let index = PIECES.iter().position(|piece| piece.declares.contains(&name));
    debug_assert!(index.is_some(), "no piece of the runtime declares {name}");
    if let Some(index) = index
        && used.insert(index)
    {
        PIECES[index].uses.iter().for_each(|other| require(other, used));
    }
}

/// The texts of the used pieces, in a fixed order.
pub(crate) fn sources(used: &BTreeSet<usize>) -> impl Iterator<Item = &'static str> {
    used.iter().map(|index| PIECES[*index].text)
}
