//! PDF files as bytes: how many pages they have, and what in them tells one run from another.

use std::collections::BTreeMap;

use jiff::civil::Date;
use memchr::memmem;

/// How many pages a PDF of Chromium has, whose objects are not compressed.
pub fn pages(pdf: &[u8]) -> usize {
    let is_page = |at: &usize| pdf.get(at + PAGE.len()).is_none_or(|next| *next != b's');
    memmem::find_iter(pdf, PAGE).filter(is_page).count()
}

const PAGE: &[u8] = b"/Type /Page";

/// The PDF as any run on this source makes it: made at the beginning of `day`, and with elements
/// counted from one. Everything stays in its place, since what is new is as long as what was there.
pub fn same_for_all(mut pdf: Vec<u8>, day: Date) -> Vec<u8> {
    redate(&mut pdf, day);
    renumber(&mut pdf);
    pdf
}

/// `/CreationDate (D:20261123000000+00'00')`
fn redate(pdf: &mut [u8], day: Date) {
    for key in [b"/CreationDate (D:".as_slice(), b"/ModDate (D:"] {
        let places: Vec<usize> = memmem::find_iter(pdf, key).map(|at| at + key.len()).collect();
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
}

/// Chromium numbers elements by all that it showed before: `(node00007278)`. They stand in order,
/// and stay so.
fn renumber(pdf: &mut [u8]) {
    const KEY: &[u8] = b"(node";
    const DIGITS: usize = 8;
    let number = |at: usize| {
        let digits = pdf.get(at..at + DIGITS)?;
        let is_name = digits.iter().all(u8::is_ascii_digit) && pdf.get(at + DIGITS) == Some(&b')');
        is_name.then(|| digits.to_vec())
    };
    let places = memmem::find_iter(pdf, KEY).map(|at| at + KEY.len());
    let places: Vec<(usize, Vec<u8>)> =
        places.filter_map(|place| Some((place, number(place)?))).collect();
    let mut ranks: BTreeMap<&[u8], String> =
        places.iter().map(|(_, digits)| (digits.as_slice(), String::new())).collect();
    for (rank, digits) in ranks.values_mut().enumerate() {
        *digits = format!("{:0DIGITS$}", rank + 1);
    }
    for (place, old) in &places {
        if let Some(new) = ranks.get(old.as_slice()) {
            pdf[*place..place + DIGITS].copy_from_slice(new.as_bytes());
        }
    }
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
        assert_eq!(same_for_all(pdf.to_vec(), date(2027, 1, 1)), same);
        for other in [b"/ModDate (D:2026)".as_slice(), b"/ModDate (D:", b"/ModDate (D:2026"] {
            assert_eq!(same_for_all(other.to_vec(), date(2027, 1, 1)), other);
        }
    }

    #[test]
    fn elements_are_counted_from_one_in_their_order() {
        let pdf = b"(node00007307) (node00000003) /ID (node00007307) (node1) (node0000000x) (node0";
        let same =
            b"(node00000002) (node00000001) /ID (node00000002) (node1) (node0000000x) (node0";
        assert_eq!(same_for_all(pdf.to_vec(), date(2027, 1, 1)), same);
    }
}
