// A dialog that deletes one agent: it shows the plan and asks, then tells the outcome. It can be cancelled at any moment, while
// the agent is being deleted, too; what is not known then, it says.

import { isAgentError } from "agent-delete";
import { useEffect, useRef, useState } from "react";

const OUTCOMES = {
  deleted: "The agent is deleted.",
  accepted: "The platform is deleting the agent. Whether it is gone is not known yet.",
  absent: "The agent was not there.",
};

/**
 * @param {object} props
 * @param {import("agent-delete").AgentClient} props.client
 * @param {string} props.id
 * @param {() => void} props.onClose
 */
export function DeleteAgentDialog({ client, id, onClose }) {
  const dialog = useRef(null);
  // What ends the call under way: a new one for each.
  const controller = useRef(null);
  const [plan, setPlan] = useState(null);
  const [working, setWorking] = useState(false);
  const [end, setEnd] = useState("");

  /** Makes a call with a signal. Ended by this dialog, it changes nothing here any more. */
  async function call(work, done) {
    const { signal } = (controller.current = new AbortController());
    setWorking(true);
    try {
      done(await work(signal));
    } catch (error) {
      if (!signal.aborted) setEnd(told(error));
      // While the deletion was under way, an abort leaves a doubt.
      else if (error.outcomeUnknown) setEnd("Cancelled too late to be sure: the agent may be deleted. Look before you try again.");
      else if (signal.reason === "cancel") setEnd("Cancelled. The agent is still there.");
      else return;
    }
    setWorking(false);
  }

  useEffect(() => {
    // In strict mode React runs this twice.
    if (!dialog.current.open) dialog.current.showModal();
    call((signal) => client.planDeletion(id, { force: true, signal }), setPlan);
    return () => controller.current.abort("unmounted");
  }, [client, id]);

  const remove = () => call(
    (signal) => client.deleteAgent(id, { force: true, waitMs: 30_000, signal }),
    ({ outcome }) => setEnd(OUTCOMES[outcome]),
  );
  const cancel = () => (working ? controller.current.abort("cancel") : onClose());
  const blockers = plan?.blockers ?? [];

  return (
    <dialog
      ref={dialog}
      aria-labelledby="delete-agent"
      onCancel={(event) => {
        // Escape: the browser would close it, whatever is under way.
        event.preventDefault();
        cancel();
      }}
      onClose={onClose}
    >
      <h2 id="delete-agent">Delete {plan?.agent?.name ?? "this agent"}?</h2>
      {plan && !end && (
        <>
          <p>This destroys:</p>
          <ul>{plan.destroys.map((text) => <li key={text}>{text}</li>)}</ul>
          {blockers.map(({ message }) => <p key={message} role="alert">{message}</p>)}
        </>
      )}
      <p role="status">{end || (working ? "Working…" : "")}</p>
      {plan && !end && <button onClick={remove} disabled={working || plan.deletable === false}>Delete it</button>}
      <button onClick={cancel} autoFocus>{end ? "Close" : "Cancel"}</button>
    </dialog>
  );
}

/** An error in the words that it brings. */
const told = (error) => (isAgentError(error) ? `${error.message}. ${error.hint ?? ""}` : String(error.message));
