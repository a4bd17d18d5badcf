//! What is to be done, as JSON: an action is an array of its number in `drive.js`, its key, its value and its limit. What is
//! not known of a result is `null`, never `undefined`.

use crate::deletion::{DeletionResult, Driver, Item, Key, Progress, WHOLE, Work};
use crate::host::{JsonText, ToJson};
use crate::step::Step;
use crate::{AgentBackup, Cause, Error, Saved};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/drive.js")]
extern "C" {
    #[wasm_bindgen(js_name = putFile)]
    fn put_file(agent_id: &str, part: &str, bytes: &[u8]);
}

/// In the place of a value, where there is none.
const NOTHING: &dyn ToJson = &false;

/// Actions, in the order in which they are to be done.
#[derive(Debug, Default)]
pub(super) struct Actions(pub(super) JsonText);

impl Actions {
    fn act(&mut self, action: u32, key: Key, value: &dyn ToJson, limit: Option<f64>) {
        self.0.comma();
        self.0.items(&[&action, &key, value, &limit]);
    }
}

impl Driver for Actions {
    fn start(&mut self, key: Key, work: Work, limit: Option<f64>) {
        let (action, value): (_, &dyn ToJson) = match &work {
            Work::Send(request) => (0, request),
            Work::Secret => (1, NOTHING),
            Work::Confirm(plan) => (3, plan),
            Work::Pull => (5, NOTHING),
            Work::Rest => (2, NOTHING),
        };
        self.act(action, key, value, limit);
    }

    fn keep(&mut self, key: Key, backup: &AgentBackup) {
        put_files(Some(backup));
        self.act(4, key, backup, None);
    }

    fn drop(&mut self, key: Key) {
        self.act(6, key, NOTHING, None);
    }

    fn tell(&mut self, step: &Step) {
        self.act(7, WHOLE, step, None);
    }

    fn progress(&mut self, progress: &Progress) {
        self.act(8, WHOLE, progress, None);
    }

    fn give(&mut self, key: Key, item: Item) {
        let goes_on = matches!(item, Item::Settled(_) | Item::Agents(_));
        self.act(if goes_on { 9 } else { 11 }, key, &item, None);
    }

    fn close_source(&mut self) {
        self.act(10, WHOLE, NOTHING, None);
    }

    fn end(&mut self, error: Option<Error>) {
        match &error {
            Some(error) => self.act(12, WHOLE, &Fields(error), None),
            None => self.act(11, WHOLE, NOTHING, None),
        }
    }
}

impl ToJson for Item {
    fn write_json(&self, out: &mut JsonText) {
        match self {
            Self::Deletion(deletion) => {
                put_files(deletion.backup.as_ref());
                deletion.write_json(out);
            }
            Self::Plan(plan) => plan.write_json(out),
            Self::Agent(agent) => agent.write_json(out),
            Self::Backup(backup) => {
                put_files(Some(backup));
                backup.write_json(out);
            }
            Self::Nothing => NOTHING.write_json(out),
            Self::Settled(settled) => write_settled(settled, out),
            Self::Agents(agents) => agents.write_json(out),
        }
    }
}

fn write_settled(settled: &DeletionResult, out: &mut JsonText) {
    let fields;
    let null = None::<bool>;
    let (deletion, error): (&dyn ToJson, &dyn ToJson) = match &settled.result {
        Ok(deletion) => {
            put_files(deletion.backup.as_ref());
            (deletion, &null)
        }
        Err(error) => {
            fields = Fields(error);
            (&null, &fields)
        }
    };
    out.open();
    out.member("agentId", &settled.agent_id);
    out.member("deletion", deletion);
    out.member("error", error);
    out.close();
}

/// An error: its fields; what lies behind it, in words; the number of the very value that was thrown, or 0; and the backup.
struct Fields<'a>(&'a Error);

impl ToJson for Fields<'_> {
    fn write_json(&self, out: &mut JsonText) {
        let Self(error) = self;
        let cause = error.cause.as_ref();
        put_files(error.backup.as_ref());
        out.items(&[*error, &cause.map(Cause::text), &cause.map_or(0, Cause::number), &error.backup]);
    }
}

/// Gives what JSON can't hold to JavaScript, where it is put into the backup.
fn put_files(backup: Option<&AgentBackup>) {
    let Some(backup) = backup else { return };
    for (part, saved) in &backup.content.0 {
        if let Saved::Bytes(bytes) = saved {
            put_file(&backup.agent_id, part, bytes);
        }
    }
}
