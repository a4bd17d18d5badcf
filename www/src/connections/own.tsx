// A connection that a person types in. Its credential is held in this page's memory, and nowhere else.

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { platforms, type KnownBackend } from "agent-delete";
import { Dialog } from "../view/dialog";
import { Select } from "../view/select";
import { opened } from "../view/place";
import { openListings } from "../find/agents";
import { connectionOf } from "./connection";

/** Whether the dialog is open. */
export const connecting = signal(false);

/** The platforms that take a credential as it is: a page signs no requests. */
const taking = platforms.filter(({ auth }) => !auth.includes("sign"));

export function ConnectDialog() {
  const [backend, setBackend] = useState<KnownBackend>("kortix");
  const platform = platforms.find(({ name }) => name === backend)!;
  const [baseUrl, setBaseUrl] = useState("");
  const [name, setName] = useState("");
  const [scheme, setScheme] = useState<"bearer" | "apiKey">("apiKey");
  const [credential, setCredential] = useState("");
  const [production, setProduction] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => (connecting.value = false);
  const kinds = platform.auth.filter((one) => one !== "sign");
  const kind = kinds.includes(scheme) ? scheme : (kinds[0] ?? scheme);

  const connect = () => {
    const problem = faultOf(baseUrl || platform.defaultBaseUrl || "");
    if (problem !== null) {
      setProblem(problem);
      return;
    }
    const address = baseUrl.trim() || platform.defaultBaseUrl!;
    const before = opened.peek();
    const own = before?.from === "own" ? before.connections : [];
    const label = name.trim() || `${platform.name} ${own.length + 1}`;
    const secret = credential.trim();
    const auth = secret === "" ? {} : { auth: kind === "bearer" ? { bearer: secret } : { apiKey: secret } };
    const connection = connectionOf({ name: label, backend, address, production, client: { baseUrl: address, ...auth } });
    // Emulated agents and real ones never stand side by side.
    opened.value = { from: "own", connections: [...own.filter(({ key }) => key !== connection.key), connection] };
    openListings(opened.peek()!.connections);
    close();
  };

  return (
    <Dialog
      title="Connect a platform"
      class="dialog-small"
      onClose={close}
      foot={<><button type="button" onClick={close}>Cancel</button><button type="button" class="primary" onClick={connect}>Connect</button></>}
    >
      <p class="hint">The credential stays in this page’s memory: nothing stores it, and closing the page forgets it. The platform must allow this page’s origin (CORS); <code>npx agent-delete console</code> needs no such leave.</p>
      <Select label="Platform" value={backend} choices={taking.map(({ name, title }) => [name, title] as const)} onChoose={setBackend} />
      <label class="field">
        <span>Base URL</span>
        <input type="url" value={baseUrl} placeholder={platform.baseUrlExample} onInput={(event) => setBaseUrl(event.currentTarget.value)} autocomplete="off" spellcheck={false} aria-invalid={problem !== null} aria-describedby="own-problem" />
        <span class="problem" id="own-problem" role="alert">{problem}</span>
      </label>
      <label class="field">
        <span>Name of the connection (optional)</span>
        <input value={name} onInput={(event) => setName(event.currentTarget.value)} autocomplete="off" />
      </label>
      {kinds.length > 1 && (
        <Select label="Kind of credential" value={kind} choices={kinds.map((one) => [one, one === "bearer" ? "Bearer token" : `API key (${platform.apiKeyHeader})`] as const)} onChoose={setScheme} />
      )}
      <label class="field">
        <span>Credential</span>
        <input type="password" value={credential} onInput={(event) => setCredential(event.currentTarget.value)} autocomplete="off" spellcheck={false} />
      </label>
      <label class="check"><input type="checkbox" checked={production} onChange={(event) => setProduction(event.currentTarget.checked)} /><span>It is production: ask for its name before anything is deleted</span></label>
    </Dialog>
  );
}

function faultOf(text: string): string | null {
  try {
    const { protocol, username, password, search, hash } = new URL(text.trim());
    if (!/^https?:$/.test(protocol)) return "A base URL begins with https:// or http://.";
    if (username || password) return "A credential does not belong into the base URL.";
    if (search || hash) return "A base URL has neither a query nor a fragment.";
    return null;
  } catch {
    return "This is no URL. It looks like the example in the field.";
  }
}
