//! The typed reader on bytes: what it accepts, what it hands over and why. JSON's grammar is that of
//! RFC 8259; `serde_json` is asked as well.

use gati_types::{Document, GType};
use gati_validator::{Accepted, Halt, Options, Program, Readers, compile_type};

/// The program of a type, out of the module that carries it.
fn program(root: GType) -> Program {
    let options = Options { readers: Readers::Bodies, ..Options::default() };
    let source = compile_type(&Document::new(root), &options).expect("the type compiles");
    let start = source.find("program: \"").expect("there is a program") + "program: ".len();
    let end = start + source[start..].find("\", build").expect("it ends") + 1;
    let text: String = serde_json::from_str(&source[start..end]).expect("it is a string");
    Program::parse(&text).expect("it holds together")
}

fn read(program: &Program, text: &[u8]) -> Result<Accepted, Halt> {
    let mut places = vec![0; 4096];
    let found = program.read(text, &mut places);
    assert_eq!(program.verify(text).is_ok(), found.is_ok(), "{}", String::from_utf8_lossy(text));
    found
}

/// Texts of any JSON: accepted, or why not.
const ANY: &[(&[u8], Result<Accepted, Halt>)] = &[
    (b"null", Ok(Accepted::Ascii)),
    (b" \t\r\n[ 1 , 2 ] \n", Ok(Accepted::Ascii)),
    (b"-0", Ok(Accepted::Ascii)),
    (b"1e999", Ok(Accepted::Ascii)),
    (b"\"\\ud800\"", Ok(Accepted::Ascii)),
    ("\"h\u{e9}\u{1f600}\"".as_bytes(), Ok(Accepted::Utf8)),
    (b"{\"a\":{\"b\":[{}]}}", Ok(Accepted::Ascii)),
    (b"", Err(Halt::Syntax)),
    (b"  ", Err(Halt::Syntax)),
    (b"\xef\xbb\xbf1", Err(Halt::Syntax)),
    (b"\"\xff\"", Err(Halt::Encoding)),
    (b"\"\xed\xa0\x80\"", Err(Halt::Encoding)),
    (b"01", Err(Halt::Syntax)),
    (b"1.", Err(Halt::Syntax)),
    (b".1", Err(Halt::Syntax)),
    (b"1e", Err(Halt::Syntax)),
    (b"+1", Err(Halt::Syntax)),
    (b"--1", Err(Halt::Syntax)),
    (b"tru", Err(Halt::Syntax)),
    (b"nulll", Err(Halt::Syntax)),
    (b"1 2", Err(Halt::Syntax)),
    (b"1\0", Err(Halt::Syntax)),
    (b"\"\n\"", Err(Halt::Syntax)),
    (b"\"\\x\"", Err(Halt::Syntax)),
    (b"\"\\u12g4\"", Err(Halt::Syntax)),
    (b"\"abc", Err(Halt::Syntax)),
    (b"\"abc\\", Err(Halt::Syntax)),
    (b"[1,]", Err(Halt::Syntax)),
    (b"[1 2]", Err(Halt::Syntax)),
    (b"[", Err(Halt::Syntax)),
    (b"[1}", Err(Halt::Syntax)),
    (b"{\"a\"}", Err(Halt::Syntax)),
    (b"{\"a\":1,}", Err(Halt::Syntax)),
    (b"{a:1}", Err(Halt::Syntax)),
    (b"{1:1}", Err(Halt::Syntax)),
    (b"{\"__proto__\":1}", Err(Halt::Key)),
    (b"{\"\\u0061\":1}", Err(Halt::Key)),
];

#[test]
fn any_json_is_accepted_and_nothing_else() {
    let any = program(GType::Unknown);
    for (text, expected) in ANY {
        let label = String::from_utf8_lossy(text);
        assert_eq!(read(&any, text), *expected, "{label}");
        if expected.is_ok() && *text != b"1e999" && !text.contains(&b'\\') {
            assert!(serde_json::from_slice::<serde_json::Value>(text).is_ok(), "{label}");
        }
    }
}

#[test]
fn a_hundred_thousand_brackets_are_handed_over() {
    let any = program(GType::Unknown);
    assert_eq!(read(&any, &vec![b'['; 100_000]), Err(Halt::Depth));
    let list = program(GType::array(GType::array(GType::Unknown)));
    assert_eq!(read(&list, &vec![b'['; 100_000]), Err(Halt::Depth));
}

#[test]
fn every_prefix_and_every_changed_byte_ends() {
    let text = "{\"a\":[1,-2.5e3,\"x\\n\u{e9}\",true,null,{}],\"b\":\"2026-02-28T10:00:00Z\"}";
    let any = program(GType::Unknown);
    for end in 0..text.len() {
        assert!(read(&any, &text.as_bytes()[..end]).is_err(), "{}", &text.as_bytes()[..end].len());
    }
    for place in 0..text.len() {
        for byte in 0..=u8::MAX {
            let mut changed = text.as_bytes().to_vec();
            changed[place] = byte;
            let parsed = serde_json::from_slice::<serde_json::Value>(&changed);
            let found = read(&any, &changed);
            if found.is_ok() {
                assert!(parsed.is_ok(), "{}", String::from_utf8_lossy(&changed));
            } else if parsed.is_ok() {
                // What is JSON and not accepted has an escape or a name that JavaScript looks at.
                assert!(matches!(found, Err(Halt::Key | Halt::Depth)), "{changed:?}");
            }
        }
    }
}

#[test]
fn a_tape_that_is_too_short_is_no_fault() {
    let list = program(GType::array(GType::Number));
    let mut places = vec![0; 3];
    assert_eq!(list.read(b"[1,2]", &mut places), Ok(Accepted::Ascii));
    assert_eq!(list.read(b"[1,2,3]", &mut places), Err(Halt::Full));
}

#[test]
fn numbers_are_the_doubles_that_the_standard_library_makes() {
    let number = program(GType::Number);
    let texts = [
        "0",
        "-0",
        "1",
        "10",
        "123456789012345678",
        "9007199254740993",
        "0.1",
        "1.1e-7",
        "4.1e301",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "123456789.123456789e-300",
        "1e22",
        "1e23",
        "0.000000000000000000000000000001",
        "8.5e15",
        "100000000000000000000",
    ];
    for text in texts {
        let mut places = vec![0; 1];
        assert_eq!(number.read(text.as_bytes(), &mut places), Ok(Accepted::Ascii), "{text}");
        let expected: f64 = text.parse().expect("it is a number");
        assert_eq!(places[0], expected.to_bits(), "{text}");
    }
    assert_eq!(read(&number, b"1e999"), Err(Halt::Misfit));
}
