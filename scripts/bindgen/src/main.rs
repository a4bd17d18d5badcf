//! Makes what `wasm-bindgen --target bundler` makes, without the command, of which the build needs this part alone.
//!
//! `bindgen <module.wasm> <name> <folder>`

use anyhow::Context;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().context("bindgen <module.wasm> <name> <folder>");
    let (module, name, folder) = (next()?, next()?, next()?);
    Bindgen::new()
        .input_path(module)
        .out_name(&name)
        .bundler(true)?
        .typescript(true)
        .remove_producers_section(true)
        .generate(folder)
}
