//! `explain`: a page for each code, and a list of them.

use tl_parser::Code;

use super::test_folder::TestFolder;

#[test]
fn every_code_has_its_page() {
    let project = TestFolder::empty();
    for code in Code::ALL {
        let ran = project.run(["explain", code.as_str()]).expect_success();
        assert_eq!(ran.stdout.trim_end(), code.explanation().trim_end());
        assert!(ran.stdout.starts_with(&format!("# `{code}`: ")), "{}", ran.stdout);
    }
    let bracketed = project.run(["explain", "error[bad-char]"]).expect_success();
    assert_eq!(bracketed.stdout, project.run(["explain", "bad-char"]).stdout);
}

#[test]
fn all_codes_are_listed_with_their_levels() {
    let ran = TestFolder::empty().run(["explain"]).expect_success();
    for code in Code::ALL {
        assert!(ran.stdout.lines().any(|line| line.split_whitespace().next() == Some(code.as_str())), "{code}");
    }
    let line = "id-mismatch                 deny   a written id that neither rule gives\n";
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
}
