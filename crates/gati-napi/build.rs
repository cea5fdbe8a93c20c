//! Tells the linker that Node provides the symbols.

fn main() {
    napi_build::setup();
}
