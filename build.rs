//! Lets the binary, the tests and the benches find the HiGHS library that
//! `tools/setup.py` put into `.deps`, without any environment variable.

use std::env;
use std::path::Path;

const LIBRARY: &str = ".deps/py/highsbox/highs_dist/lib";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let Ok(root) = env::var("CARGO_MANIFEST_DIR") else { return };
    let folder = Path::new(&root).join(LIBRARY);
    let is_unix = env::var_os("CARGO_CFG_UNIX").is_some();
    if is_unix && env::var_os("CARGO_FEATURE_HIGHS").is_some() && folder.is_dir() {
        println!("cargo::rerun-if-changed={LIBRARY}");
        println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
    }
}
