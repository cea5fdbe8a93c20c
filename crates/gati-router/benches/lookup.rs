//! Lookups inside one process, with no crossing into JavaScript: matchit alone, and the route table around it.
//!
//! `benches/run.mjs router` names a file of routes and paths and reads the times, one JSON line, from standard output.
//! The other contenders of that suite get the same routes and paths; `--size=` picks the cases of one size. Without a
//! file there is nothing to do.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and the file it is given; the crate itself does neither"
)]

use std::{env, error::Error, fs, hint::black_box, io::Write as _, time::Instant};

use gati_router::{Lookup, Method, RouteEntry, RoutePattern, SourcePlace, build_route_table};
use serde_json::{Value, json};

const SAMPLES: usize = 10;
const SAMPLE_NANOSECONDS: f64 = 4e6;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(file) = env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        return Ok(());
    };
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let size =
        env::args().find_map(|argument| argument.strip_prefix("--size=")?.parse::<u64>().ok());
    let chosen = cases.iter().filter(|case| size.is_none() || case["size"].as_u64() == size);
    let measured = chosen.map(measure).collect::<Result<Vec<_>, _>>()?;
    writeln!(std::io::stdout(), "{}", json!(measured))?;
    Ok(())
}

/// Both lookups of one case, after a proof that they find what they have to.
fn measure(case: &Value) -> Result<Value, Box<dyn Error>> {
    let patterns = strings(&case["patterns"])?;
    let paths = strings(&case["paths"])?;
    let expected: Vec<Option<usize>> = case["expected"]
        .as_array()
        .ok_or("no expected routes")?
        .iter()
        .map(|route| route.as_u64().and_then(|route| usize::try_from(route).ok()))
        .collect();

    let mut router = matchit::Router::new();
    let mut entries = Vec::new();
    for (position, pattern) in patterns.iter().enumerate() {
        let pattern = RoutePattern::parse(pattern)?;
        router.insert(matchit_spelling(&pattern.to_string()), position)?;
        let source = SourcePlace { file: "bench.ts".into(), line: 1, column: 1 };
        entries.push(RouteEntry {
            id: format!("GET {pattern}"),
            method: Method::Get,
            pattern,
            source,
            value: position,
        });
    }
    let table = build_route_table(entries).table;

    let by_matchit =
        |path: &str| router.at(black_box(path)).ok().map(|found| *black_box(found).value);
    let by_table = |path: &str| match black_box(table.find(Method::Get, black_box(path))) {
        Lookup::Found(found) => Some(found.route.value),
        _ => None,
    };
    for (path, expected) in paths.iter().zip(&expected) {
        if by_matchit(path) != *expected || by_table(path) != *expected {
            return Err(format!("{path} does not lead to {expected:?}").into());
        }
    }
    Ok(json!({
        "size": case["size"],
        "lookup": case["lookup"],
        "matchit": nanoseconds_per_call(&paths, by_matchit),
        "table": nanoseconds_per_call(&paths, by_table),
    }))
}

/// The shortest of several samples, as for the other contenders.
fn nanoseconds_per_call(paths: &[String], find: impl Fn(&str) -> Option<usize>) -> f64 {
    let run = |rounds: u32| {
        let started = Instant::now();
        for _ in 0..rounds {
            for path in paths {
                black_box(find(path));
            }
        }
        started.elapsed().as_secs_f64() * 1e9 / f64::from(rounds)
    };
    let one_round = run(200).max(1.0);
    let mut rounds = 1;
    while f64::from(rounds) * one_round < SAMPLE_NANOSECONDS {
        rounds *= 2;
    }
    let best = (0..SAMPLES).map(|_| run(rounds)).fold(f64::INFINITY, f64::min);
    best / f64::from(u32::try_from(paths.len()).unwrap_or(u32::MAX))
}

/// `/users/:id` as matchit writes it.
fn matchit_spelling(pattern: &str) -> String {
    let segments: Vec<String> = pattern
        .split('/')
        .map(|segment| match segment.as_bytes().first() {
            Some(b':') => format!("{{{}}}", &segment[1..]),
            Some(b'*') => format!("{{{segment}}}"),
            _ => segment.to_owned(),
        })
        .collect();
    segments.join("/")
}

fn strings(value: &Value) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(serde_json::from_value(value.clone())?)
}
