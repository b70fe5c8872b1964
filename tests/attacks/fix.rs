//! `fix` writes files anew where they are: only those, and nothing of them but their headers.

use std::fs;

use telewav_batch::output::{Seen, put_in_place_of};

use crate::place::{link, place, with_chunk};
use crate::support::names;

#[test]
fn fix_writes_nothing_through_links() {
    let place = place();
    fs::remove_file(place.at("repository/prompts/a.wav")).unwrap();
    fs::write(place.at("outside/chunk.wav"), with_chunk()).unwrap();
    let place = place.remembered();
    let links = [("outside/chunk.wav", "a b.wav"), ("outside", "deep")];
    for (to, name) in links {
        if !link(place.at(to), place.at("repository/prompts").join(name)) {
            return;
        }
    }
    for more in [&[][..], &["--dry-run"], &["--diff"]] {
        let ran = place.run(&[&["fix", "prompts"], more].concat()).exits(1);
        ran.says(["a b.wav", "this is a symbolic link"]);
        place.is_untouched("fix");
    }
    assert!(place.at("repository/prompts/a b.wav").is_symlink());
}

#[test]
fn fix_writes_nothing_over_what_was_changed_meanwhile() {
    let place = place();
    let new = [7; 100];
    let file = place.put("a b.wav", with_chunk());
    let renamed = file.with_file_name("a_b.wav");
    let seen = |file: &std::path::Path| Seen::from(&fs::metadata(file).unwrap());
    let refuses = |before: &Seen, octets: Option<&[u8]>| {
        let error = put_in_place_of(&file, &renamed, octets, before).unwrap_err();
        assert!(error.to_string().contains("changed meanwhile"), "{error}");
        assert!(!renamed.exists());
    };
    // Somebody appends; somebody puts another in its place, with the same size and time; a link.
    let before = seen(&file);
    let mut longer = with_chunk();
    longer.push(0);
    fs::write(&file, &longer).unwrap();
    for octets in [Some(&new[..]), None] {
        refuses(&before, octets);
        assert_eq!(fs::read(&file).unwrap(), longer);
    }
    let before = seen(&file);
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    let other = place.put("other", vec![1; longer.len()]);
    fs::File::options()
        .write(true)
        .open(&other)
        .unwrap()
        .set_modified(time)
        .unwrap();
    fs::rename(&other, &file).unwrap();
    if cfg!(unix) {
        refuses(&before, Some(&new));
        assert_eq!(fs::read(&file).unwrap(), vec![1; longer.len()]);
        let before = seen(&file);
        fs::rename(&file, &other).unwrap();
        link(&other, &file);
        refuses(&before, Some(&new));
        fs::remove_file(&file).unwrap();
        fs::rename(&other, &file).unwrap();
    }
    let folder = names(&place.repository());
    put_in_place_of(&file, &renamed, Some(&new), &seen(&file)).unwrap();
    assert_eq!(fs::read(&renamed).unwrap(), new);
    assert_eq!(names(&place.repository()).len(), folder.len());
}

#[cfg(unix)]
#[test]
fn fix_keeps_owner_permissions_and_extended_attributes() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let place = place();
    let file = place.put("prompts/b.wav", with_chunk());
    let before = fs::metadata(&file).unwrap();
    let is_given = chown(&file, Some(12345), Some(23456)).is_ok();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    #[cfg(target_os = "linux")]
    let has_attribute = {
        use rustix::fs::{XattrFlags, setxattr};
        setxattr(&file, "user.telewav", b"mine", XattrFlags::empty()).is_ok()
    };
    place
        .run(&["fix", "prompts/b.wav"])
        .exits(0)
        .says(["1 fixed"]);
    let after = fs::metadata(&file).unwrap();
    assert_ne!(after.len(), before.len());
    assert_eq!(after.permissions().mode() & 0o7777, 0o640);
    let owners = match is_given {
        true => (12345, 23456),
        false => (before.uid(), before.gid()),
    };
    assert_eq!((after.uid(), after.gid()), owners);
    #[cfg(target_os = "linux")]
    if has_attribute {
        let mut value = [0; 8];
        let n = rustix::fs::getxattr(&file, "user.telewav", &mut value[..]).unwrap();
        assert_eq!(&value[..n], b"mine");
    }
}
