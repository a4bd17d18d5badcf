// The connections, each with how far its list has come: one that fails keeps none of the others.

import { AlertIcon } from "../view/icons";
import { counted, number } from "../words/text";
import { problemOf } from "../words/problems";
import { PauseNote } from "../connections/pause-note";
import { filter, listings, narrow } from "./agents";
import type { Listing } from "./listing";

export function Sources() {
  return (
    <section class="sources" aria-label="Connections">
      <ul>{listings.value.map((listing) => <Source key={listing.connection.key} listing={listing} />)}</ul>
    </section>
  );
}

function Source({ listing }: { readonly listing: Listing }) {
  const { connection } = listing;
  const state = listing.state.value;
  const count = listing.rows.value.length;
  const chosen = filter.value.connection === connection.key;
  const pause = connection.pause.value;
  return (
    <li class={`source source-${state}`} data-connection={connection.name}>
      <button
        type="button"
        class="source-choose"
        aria-pressed={chosen}
        title={connection.address}
        onClick={() => narrow({ connection: chosen ? null : connection.key })}
      >
        <span class="source-name"><span>{connection.name}</span>{connection.production && <span class="production">production</span>}</span>
        <span class="source-platform">{connection.platform.title}</span>
        <span class="source-count">{counted(count, "agent")}<span class="unseen">, {STATES[state]}</span></span>
      </button>
      <div class="source-state">
        {state === "loading" && (
          <>
            {pause ? <PauseNote pause={pause} brief /> : <span class="loading">Loading…</span>}
            <button type="button" class="link" onClick={() => listing.stop()} aria-label={`${pause ? "Cancel" : "Stop"} loading ${connection.name}`}>{pause ? "Cancel" : "Stop"}</button>
          </>
        )}
        {state === "done" && (
          <>
            <span>All loaded</span>
            <button type="button" class="link" onClick={() => void listing.load()} aria-label={`Reload ${connection.name}`}>Reload</button>
          </>
        )}
        {state === "stopped" && (
          <>
            <span>{`Stopped at ${number(count)}: there may be more`}</span>
            <button type="button" class="link" onClick={() => void listing.goOn()} aria-label={`Go on loading ${connection.name}`}>Go on</button>
          </>
        )}
        {state === "failed" && <Failed listing={listing} count={count} />}
      </div>
    </li>
  );
}

function Failed({ listing, count }: { readonly listing: Listing; readonly count: number }) {
  const { what, words } = problemOf(listing.error.value, listing.connection.place);
  const sentence = `${count > 0 ? "The list is not whole. " : ""}${what}`;
  return (
    <>
      <span class="source-problem" title={words === null ? sentence : `${sentence} It says: ${words}`}><AlertIcon /> <span>{sentence}{words !== null && ` It says: ${words}`}</span></span>
      <button type="button" class="link" onClick={() => void listing.load()} aria-label={`Try again: ${listing.connection.name}`}>Try again</button>
    </>
  );
}

const STATES = { loading: "loading", done: "all loaded", stopped: "stopped", failed: "could not be loaded" };
