import { SelectionBar } from "./bar";
import { PasteDialog, pasting } from "./paste";
import { Sources } from "./sources";
import { Table } from "./table";
import { Toolbar } from "./toolbar";
import { BrokenOff } from "../journal/broken-off";

export const AgentsView = () => (
  <main class="agents">
    <h2 class="unseen" tabIndex={-1} data-heading>Agents</h2>
    <BrokenOff />
    <Sources />
    <Toolbar />
    <Table />
    <SelectionBar />
    {pasting.value && <PasteDialog />}
  </main>
);
