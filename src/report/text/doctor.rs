//! What `mabang doctor` says: the name of each thing it looks at, how it is,
//! and what to do about it.

use super::{Lang, Words};

/// A thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Solver,
    Memory,
    Cores,
    Locale,
    Out,
    County,
    Rust,
    Compiler,
    Python,
    Pip,
    PkgConfig,
    Clang,
    Cmake,
}

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Good,
    /// mabang runs, but not as well as it could, or could not be built here.
    Weak,
    /// mabang cannot do its work.
    Missing,
}

impl Subject {
    pub const ALL: [Subject; 13] = [
        Subject::Solver,
        Subject::Memory,
        Subject::Cores,
        Subject::Locale,
        Subject::Out,
        Subject::County,
        Subject::Rust,
        Subject::Compiler,
        Subject::Python,
        Subject::Pip,
        Subject::PkgConfig,
        Subject::Clang,
        Subject::Cmake,
    ];

    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let words = match self {
            Subject::Solver => Words::new("LP/MIP 求解器", "LP/MIP solver"),
            Subject::Memory => Words::new("可用内存", "free memory"),
            Subject::Cores => Words::new("处理器核", "processor cores"),
            Subject::Locale => Words::new("字符集", "character set"),
            Subject::Out => Words::new("输出文件夹", "output folder"),
            Subject::County => Words::new("县域文件夹", "county folder"),
            Subject::Rust => Words::new("Rust", "Rust"),
            Subject::Compiler => Words::new("C++ 编译器", "C++ compiler"),
            Subject::Python => Words::new("Python 3", "Python 3"),
            Subject::Pip => Words::new("pip", "pip"),
            Subject::PkgConfig => Words::new("pkg-config", "pkg-config"),
            Subject::Clang => Words::new("libclang", "libclang"),
            Subject::Cmake => Words::new("cmake", "cmake"),
        };
        words.say(lang)
    }

    /// What to do where it is not good.
    #[must_use]
    pub fn fix(self, lang: Lang) -> &'static str {
        self.run_fix().or(self.build_fix()).map_or("", |words| words.say(lang))
    }

    fn run_fix(self) -> Option<Words> {
        Some(match self {
            Subject::Solver => Words::new(
                "在源码文件夹里运行 `make plan`，它会取来 HiGHS 1.15 并重新编译；没有 HiGHS 也能规划，但没有影子价格",
                "run `make plan` in the source folder: it fetches HiGHS 1.15 and builds again; plans can be made without HiGHS, but there are no shadow prices",
            ),
            Subject::Memory => Words::new(
                "关闭其他程序，或换一台内存更大的机器：一个县约需 1 GB",
                "close other programs or take a larger machine: a county needs about 1 GB",
            ),
            Subject::Cores => Words::new(
                "可以运行，只是慢；需要时给 `--time` 更多时间",
                "it works, slowly; give `--time` more if plans matter more than minutes",
            ),
            Subject::Locale => Words::new(
                "设置 UTF-8，例如 `export LC_ALL=C.UTF-8`，否则终端里的中文可能是乱码",
                "set UTF-8, for example `export LC_ALL=C.UTF-8`; otherwise Chinese may be garbled in this terminal",
            ),
            Subject::Out => Words::new(
                "换一个可写的文件夹：`--out FOLDER`，或改它的权限",
                "name a folder that can be written: `--out FOLDER`, or change its permissions",
            ),
            Subject::County => Words::new(
                "给出含有可读 `county.toml` 的文件夹，例如 `maps/wushan`；格式见 `maps/README.md`",
                "name a folder with a readable `county.toml`, for example `maps/wushan`; `maps/README.md` has the format",
            ),
            _ => return None,
        })
    }

    fn build_fix(self) -> Option<Words> {
        Some(match self {
            Subject::Rust => Words::new(
                "用 rustup 安装 Rust；只在重新编译时需要",
                "install Rust with rustup; only needed to build again",
            ),
            Subject::Compiler => Words::new(
                "安装 g++ 或 clang++；没有它可用 `cargo build --no-default-features` 编译纯 Rust 版",
                "install g++ or clang++; without one, `cargo build --no-default-features` builds in pure Rust",
            ),
            Subject::Python => Words::new(
                "安装 Python 3.8 以上；`make` 用它取来 HiGHS",
                "install Python 3.8 or later; `make` fetches HiGHS with it",
            ),
            Subject::Pip => Words::new(
                "安装 pip，或 Python 的 venv 模块；`make` 用它取来 HiGHS",
                "install pip, or Python's venv module; `make` fetches HiGHS with it",
            ),
            Subject::PkgConfig | Subject::Clang => Words::new(
                "在源码文件夹里运行 `make setup`，它会放进 `.deps`，不需要 root",
                "run `make setup` in the source folder: it comes into `.deps`, no root needed",
            ),
            Subject::Cmake => Words::new(
                "只有取不到现成的 HiGHS、要从源码编译它时才需要；`make setup` 会取来",
                "only needed where HiGHS has to be compiled from source; `make setup` fetches it then",
            ),
            _ => return None,
        })
    }
}

impl State {
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let words = match self {
            State::Good => Words::new("正常", "ok"),
            State::Weak => Words::new("注意", "note"),
            State::Missing => Words::new("缺失", "MISSING"),
        };
        words.say(lang)
    }
}

/// What stands where nothing was found.
pub const NOT_FOUND: Words = Words::new("没有找到", "not found");
/// What stands where the system does not tell.
pub const NOT_KNOWN: Words = Words::new("不清楚", "not known");
/// In front of a remedy.
pub const FIX: Words = Words::new("办法：", "fix: ");
pub const TO_RUN: Words = Words::new("运行所需", "To run");
pub const TO_BUILD: Words = Words::new("编译所需（运行不需要）", "To build (not needed to run)");
pub const ALL_WELL: Words = Words::new("可以开始规划。", "Ready to plan.");
pub const NOT_WELL: Words = Words::new("先补上标为“缺失”的项。", "First mend what is MISSING.");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_can_be_missing_has_a_name_and_a_remedy_in_both_languages() {
        for subject in Subject::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!subject.name(lang).is_empty() && !subject.fix(lang).is_empty(), "{subject:?}");
            }
            assert_ne!(subject.fix(Lang::Zh), subject.fix(Lang::En));
        }
    }
}
