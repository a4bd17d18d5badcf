import { Select } from "./select";
import { BrandIcon } from "./icons";
import { opened, place, running } from "./place";
import { theme } from "../theme/theme";
import { connecting } from "../connections/own";

const FROM = {
  sandbox: "Sandbox: emulated platforms, nothing real can be lost",
  own: "Your own connections, held in this page’s memory only",
  server: "Connections of this computer’s configuration",
};

export function Header() {
  const from = opened.value?.from;
  const { view } = place.value;
  return (
    <header class="top">
      <div class="brand">
        <BrandIcon />
        <h1>agent-delete <span class="brand-part">console</span></h1>
      </div>
      {from && <p class={`from from-${from}`}>{FROM[from]}</p>}
      <nav aria-label="Views">
        <button type="button" class="tab" aria-current={view === "agents" ? "page" : undefined} onClick={() => (place.value = { view: "agents" })}>Agents</button>
        {running.value && (
          <button type="button" class="tab" aria-current={view === "run" ? "page" : undefined} onClick={() => running.value && (place.value = { view: "run", run: running.value })}>
            Deletion under way
          </button>
        )}
        <button type="button" class="tab" aria-current={view === "journal" ? "page" : undefined} onClick={() => (place.value = { view: "journal" })}>Journal</button>
        {from && from !== "server" && <button type="button" class="tab" onClick={() => (connecting.value = true)}>Connect…</button>}
      </nav>
      <Select
        label="Theme"
        bare
        value={theme.value}
        choices={[["system", "Theme: system"], ["light", "Theme: light"], ["dark", "Theme: dark"]]}
        onChoose={(value) => (theme.value = value)}
      />
    </header>
  );
}
