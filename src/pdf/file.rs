//! PDF files as bytes: how many pages they have, and when they say that they were made.

use jiff::civil::Date;
use memchr::memmem;

/// How many pages a PDF of Chromium has, whose objects are not compressed.
pub fn pages(pdf: &[u8]) -> usize {
    let is_page = |at: &usize| pdf.get(at + PAGE.len()).is_none_or(|next| *next != b's');
    memmem::find_iter(pdf, PAGE).filter(is_page).count()
}

const PAGE: &[u8] = b"/Type /Page";

/// Says that the PDF was made at the beginning of `day` (`D:20261123000000+00'00'`), which takes as
/// many bytes as any other time. Nothing else in it tells one run from another.
pub fn dated(mut pdf: Vec<u8>, day: Date) -> Vec<u8> {
    for key in [b"/CreationDate (D:".as_slice(), b"/ModDate (D:"] {
        let places: Vec<usize> = memmem::find_iter(&pdf, key).map(|at| at + key.len()).collect();
        for place in places {
            let time = day.strftime("%Y%m%d000000+00'00'").to_string();
            let end = place + time.len();
            if pdf.get(end) == Some(&b')')
                && let Some(old) = pdf.get_mut(place..end)
            {
                old.copy_from_slice(time.as_bytes());
            }
        }
    }
    pdf
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn pages_are_counted_and_their_tree_is_not() {
        let pdf = b"<</Type /Pages\n/Count 2>> <</Type /Page\n/A 1>> <</Type /Page>>";
        assert_eq!(pages(pdf), 2);
        assert_eq!(pages(b"/Type /Page"), 1);
        assert_eq!(pages(b""), 0);
    }

    #[test]
    fn dates_are_replaced_where_they_are_and_nothing_else() {
        let pdf = b"/CreationDate (D:20261123174501+00'00')\n/ModDate (D:20261123174502+00'00')";
        let same = b"/CreationDate (D:20270101000000+00'00')\n/ModDate (D:20270101000000+00'00')";
        assert_eq!(dated(pdf.to_vec(), date(2027, 1, 1)), same);
        for other in [b"/ModDate (D:2026)".as_slice(), b"/ModDate (D:", b"/ModDate (D:2026"] {
            assert_eq!(dated(other.to_vec(), date(2027, 1, 1)), other);
        }
    }
}
