//! Prints what differs between two OpenAPI documents: `cargo run -p gati-timescape --example diff -- '[before, after]' < pair.json`.

use std::io::Read;

use gati_timescape::diff_openapi;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let (before, after): (serde_json::Value, serde_json::Value) = serde_json::from_str(&text)?;
    let report = diff_openapi(&before, &after)?;
    std::io::Write::write_all(&mut std::io::stdout(), &serde_json::to_vec_pretty(&report)?)?;
    Ok(())
}
