//! The way into a page for text from outside.

use std::fmt::{self, Display, Formatter, Write};

/// Text as it may stand in HTML, between tags and inside quoted attributes.
/// Control characters, which XML and HTML forbid, become spaces.
pub struct Esc<'a>(pub &'a str);

impl Display for Esc<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                control if control.is_control() => out.write_char(' ')?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// `write!` into a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($arguments:tt)*) => {
        std::fmt::Write::write_fmt($out, format_args!($($arguments)*)).expect("a string takes everything")
    };
}
pub(crate) use put;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_that_is_a_script_stays_a_name() {
        let name = "<script>alert('x')</script>";

        assert_eq!(Esc(name).to_string(), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    proptest! {
        #[test]
        fn nothing_escaped_can_open_a_tag_or_close_a_quote(text in "\\PC*|.*") {
            let escaped = Esc(&text).to_string();

            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            prop_assert!(!escaped.chars().any(char::is_control));
        }
    }
}
