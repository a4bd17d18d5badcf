//! Knowing which ids came before.

use alloc::vec::Vec;
use core::hash::Hasher;
use core::mem;
use siphasher::sip128::{Hasher128, SipHasher13};

/// Which ids came before: 128 bits of hash each, so that two are never taken for one.
///
/// A table of fingerprints, each in the first free place from the one that its own low bits name. They are hashes
/// already, so the standard library's set would only hash them again, for 2 kB more of download.
#[derive(Debug, Default)]
pub(super) struct Seen {
    seed: u64,
    /// 0 in a free place. The length is a power of two.
    places: Vec<u128>,
    taken: usize,
}

impl Seen {
    /// Notes an id; whether it had not come before. The first one's chance is the seed.
    pub(super) fn is_new(&mut self, id: &str, random: f64) -> bool {
        if self.taken == 0 {
            self.seed = random.to_bits();
        }
        if self.taken * 8 >= self.places.len() * 7 {
            let longer = vec![0; (self.places.len() * 2).max(16)];
            for known in mem::replace(&mut self.places, longer) {
                put(&mut self.places, known);
            }
        }
        let mut hasher = SipHasher13::new_with_keys(self.seed, 0);
        hasher.write(id.as_bytes());
        let is_new = put(&mut self.places, hasher.finish128().as_u128().max(1));
        self.taken += usize::from(is_new);
        is_new
    }
}

/// Puts a fingerprint in its place; whether it was not there. 0 is none.
fn put(places: &mut [u128], fingerprint: u128) -> bool {
    let mask = places.len().wrapping_sub(1);
    let mut at = fingerprint as usize;
    while let Some(place) = places.get_mut(at & mask) {
        if *place == fingerprint {
            return false;
        }
        if *place == 0 {
            *place = fingerprint;
            return true;
        }
        at = at.wrapping_add(1);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_id_again() {
        let mut seen = Seen::default();
        let ids = || (0..1000).map(|n| format!("id-{n}"));
        assert!(ids().all(|id| seen.is_new(&id, 0.5)));
        assert!(ids().all(|id| !seen.is_new(&id, 0.5)));
        assert!(seen.is_new("", 0.5));
    }
}
