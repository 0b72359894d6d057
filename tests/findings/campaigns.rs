//! Campaigns: period, call to action, texts, and what still points to one that is over.

/// A page whose head goes on with these lines.
fn page(head: &str) -> String {
    format!("-- content/news/cs.md --\n---\ntitle: Zápis\nsummary: Kdy je zápis.\n{head}---\n")
}

/// A campaign that runs, with these fields.
fn campaign(fields: &str) -> String {
    let period = "valid_from: 2026-11-01\nvalid_until: 2027-02-15";
    page(&format!("layout: campaign\n{period}\ncampaign:\n{fields}"))
}

#[test]
fn what_a_campaign_cannot_do_without_is_found_in_one_run() {
    check!(
        &page("layout: campaign
campaign:
  channels: [portal, scools]
  materials: [message, bilboard]
"),
        @r"
        content/news/cs.md:1:1: error[missing-key]: `campaign.call_to_action` is missing
        content/news/cs.md:1:1: error[missing-key]: `campaign.message` is missing
        content/news/cs.md:1:1: error[missing-key]: `valid_from` is missing
        content/news/cs.md:1:1: error[missing-key]: `valid_until` is missing
        content/news/cs.md:6:22: error[bad-value]: `scools` is not a value that is known here (did you mean `schools`?)
        content/news/cs.md:7:24: error[bad-value]: `bilboard` is not a value that is known here (write one of these: `leaflet`, `poster`, `share-picture`, `message`)
        "
    );
    check!(
        &page("layout: campaign
campaign:
  materials: [message]
  call_to_action: {text: Najděte si školu}
"),
        @r"
        content/news/cs.md:1:1: error[missing-key]: `campaign.call_to_action.link` is missing
        content/news/cs.md:1:1: error[missing-key]: `campaign.message` is missing
        content/news/cs.md:1:1: error[missing-key]: `valid_from` is missing
        content/news/cs.md:1:1: error[missing-key]: `valid_until` is missing
        "
    );
    check!(
        &page("campaign: {call_to_action: {text: Najděte si školu, link: \"\"}}\n"),
        @"content/news/cs.md:1:1: error[missing-key]: `layout: campaign` is missing"
    );
}

#[test]
fn a_period_that_ends_before_it_begins_is_found() {
    check!(
        &page("valid_from: 2027-02-15
valid_until: 2027-01-15
"),
        @"content/news/cs.md:5:14: error[period-backwards]: the page ends on 2027-01-15, before it begins"
    );
}

#[test]
fn a_message_counts_as_readers_see_it() {
    let site = |words: usize| {
        format!(
            "
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  call_to_action: {{text: Najděte si školu, link: \"https://school.example/\"}}
  message: >-
    Zápis je [[value:enrolment]].
    {}
---
-- content/data/values.yaml --
enrolment: {{date: 2027-01-15, source: \"https://school.example/\"}}
",
            "slov ".repeat(words)
        )
    };
    check!(&site(108), @"");
    check!(&site(109), @"content/news/cs.md:10:5: error[message-too-long]: the text for messengers has 601 characters, the link included; it must have fewer than 600");
}

#[test]
fn texts_of_a_campaign_name_what_there_is() {
    check!(
        "
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  when: \"Zápis: [[value:enrollment]]\"
  call_to_action: {text: TODO, link: scool}
  message: Čtěte [[school]] a [[term:zapis]].
-- content/school/cs.md --
---
title: Škola
summary: O škole.
---
Začátek: [[value:enrolment]].
-- content/data/values.yaml --
enrolment: {date: 2027-01-15, source: \"https://school.example/\"}
"
        .replace("zapis]].\n--", "zapis]].\n---\n--")
        .as_str(),
        @r"
        content/news/cs.md:8:17: error[unknown-reference]: the value `enrollment` does not exist (did you mean `enrolment`?)
        content/news/cs.md:9:26: warning[staff-todo]: `campaign.call_to_action.text` still has to be filled in
        content/news/cs.md:9:38: error[unknown-reference]: the page `scool` does not exist (did you mean `school`?)
        content/news/cs.md:10:18: error[unknown-reference]: the page `school` does not exist (a short text of a campaign can name facts only, as `[[value:id]]`)
        content/news/cs.md:10:31: error[unknown-reference]: the term `zapis` does not exist (a short text of a campaign can name facts only, as `[[value:id]]`)
        "
    );
    check!(
        &campaign("  call_to_action: {text: Zapište dítě, link: \"https://\"}\n"),
        @"content/news/cs.md:8:46: error[bad-value]: `https://` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)"
    );
}

#[test]
fn a_translation_has_the_texts_of_its_source() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en]
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
locales: [cs]
---
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  when: Už brzy
  call_to_action: {text: Najděte si školu, link: \"https://school.example/\"}
  message: Zápis se blíží.
---
-- content/news/uk.md --
---
title: Запис
summary: Коли запис.
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign: {call_to_action: {text: Знайдіть школу}, message: Запис уже скоро.}
translation: {from: cs, by: human, on: 2026-11-23, sections: {_head: bbbbbbbb}}
---
-- content/news/en.md --
---
title: Enrolment
summary: When it is.
valid_from: 2026-11-01
valid_until: 2027-02-15
translation: {from: cs, by: human, on: 2026-11-23, sections: {_head: bbbbbbbb}}
---
",
        @r"
        content/news/cs.md:8:9: warning[missing-text]: `campaign.when` has no text in `uk`, `en`; readers will see it in another language
        content/news/cs.md:9:26: warning[missing-text]: `campaign.call_to_action.text` has no text in `en`; readers will see it in another language
        content/news/cs.md:10:12: warning[missing-text]: `campaign.message` has no text in `en`; readers will see it in another language
        content/news/en.md:6:21: warning[translation-outdated]: this translation is older than the text in `cs`: `_head` changed
        content/news/uk.md:7:21: warning[translation-outdated]: this translation is older than the text in `cs`: `_head` changed
        "
    );
}

#[test]
fn a_page_that_leads_on_to_a_campaign_that_is_over_is_found() {
    check!(
        "
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
---
Čtěte [[news]] a [zprávu](news).
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
review_by: 2026-10-01
valid_from: 2026-01-15
valid_until: 2026-02-15
campaign:
  call_to_action: {text: Najděte si školu, link: \"https://school.example/\"}
---
",
        @r"
        content/cs.md:5:7: warning[campaign-over]: this text still points to the campaign `news`, which ended on 2026-02-15
        content/cs.md:5:18: warning[campaign-over]: this text still points to the campaign `news`, which ended on 2026-02-15
        "
    );
}

#[test]
#[cfg(feature = "share-pictures")]
fn a_letter_that_no_font_has_leaves_the_picture_out() {
    check!(
        "
-- content/news/cs.md --
---
title: Zápis 入
summary: Kdy je zápis.
layout: campaign
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  materials: [share-picture]
  when: Už brzy 🎒
  call_to_action: {text: Najděte si školu, link: \"https://school.example/\"}
---
",
        @r"
        content/news/cs.md:2:14: warning[no-font]: no font of the program has the letter `入`, so the picture for links is left out in `cs`
        content/news/cs.md:9:17: warning[no-font]: no font of the program has the letter `🎒`, so the picture for links is left out in `cs`
        "
    );
}

#[test]
fn short_texts_state_the_facts_of_their_source() {
    let site = |when: &str, message: &str| {
        format!(
            "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, en]
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
locales: [cs]
---
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  when: Od 15. ledna 2027, [[value:fee]]
  call_to_action: {{text: Zavolejte na 475 316 811, link: \"https://school.example/\"}}
  message: >-
    Zápis začíná 15. ledna 2027.
    Stojí [[value:fee]].
---
-- content/news/en.md --
---
title: Enrolment
summary: When it is.
valid_from: 2026-11-01
valid_until: 2027-02-15
campaign:
  when: {when}
  call_to_action: {{text: Call 475 316 811}}
  message: >-
    {message}
translation: {{from: cs, by: human}}
---
-- content/data/values.yaml --
fee: {{money: 100, currency: CZK, source: \"https://school.example/\"}}
"
        )
    };
    check!(
        &site("From 15 January 2027, [[value:fee]]", "Enrolment begins on 15 January 2027.\n    It costs [[value:fee]]."),
        @"content/news/en.md:12:21: warning[translation-unrecorded]: nobody has recorded that the translations into `en` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE en`)"
    );
    check!(&site("From 16 January 2027", "Enrolment begins on 15 June 2027.\n    It costs CZK 100."), @r"
        content/news/en.md:7:9: warning[missing-fact]: the translation lacks `[[value:fee]]`, which is in the original (content/news/cs.md:8)
        content/news/en.md:7:14: warning[different-fact]: the translation says `16 January 2027`, the original `15. ledna 2027` (content/news/cs.md:8)
        content/news/en.md:10:5: warning[missing-fact]: the translation lacks `[[value:fee]]`, which is in the original (content/news/cs.md:12)
        content/news/en.md:10:25: warning[different-fact]: the translation says `15 June 2027`, the original `15. ledna 2027` (content/news/cs.md:11)
        content/news/en.md:11:14: warning[added-fact]: `CZK 100` is in the translation only, not in the original (content/news/cs.md:11)
        content/news/en.md:12:21: warning[translation-unrecorded]: nobody has recorded that the translations into `en` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE en`)
        ");
}
