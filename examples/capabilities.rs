//! Prints what each platform can do, as JSON, a line each: its name, a space, and its capabilities. The build of the npm
//! package writes it down, so that a client tells it before the WebAssembly is there: `cargo run --example capabilities`.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use agent_delete::Backend;
    for backend in Backend::ALL {
        let capabilities = serde_json::to_string(backend.capabilities());
        println!("{} {}", backend.name(), capabilities.unwrap_or_default());
    }
}
