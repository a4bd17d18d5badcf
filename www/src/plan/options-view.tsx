// How it is to be done.

import { IN_USE_TOO, THREADS_TOO } from "../words/controls";
import { canSaveToFolder } from "./options";
import type { Review } from "./review";

export function OptionsView({ review }: { readonly review: Review }) {
  const options = review.options.value;
  const platforms = [...new Map(review.rows.value.map(({ connection: { platform } }) => [platform.name, platform])).values()];
  const forced = platforms.filter(({ capabilities }) => capabilities.force !== "none");
  const threads = platforms.some(({ capabilities }) => capabilities.cascade.includes("threads"));
  return (
    <aside class="options" aria-label="Options">
      <fieldset>
        <legend>Backup</legend>
        {canSaveToFolder() && (
          <Radio review={review} value="folder" title="Into a folder" hint="You choose the folder when you press Delete. A file for each agent." />
        )}
        <Radio review={review} value="zip" title="As a zip file" hint="It goes to your downloads, and you are asked whether it arrived before anything is deleted." />
        <Radio review={review} value="none" title="No backup" hint={null} />
        {options.backup === "none" ? (
          <p class="warning">Nothing will be left of what is deleted.</p>
        ) : (
          <Check
            checked={options.secrets}
            title="With secret values"
            hint="Otherwise each is taken out, and its place is listed."
            onChange={(secrets) => review.choose({ secrets })}
          />
        )}
      </fieldset>
      <fieldset>
        <legend>Deletion</legend>
        {forced.length > 0 && (
          <Check checked={options.inUse} title={IN_USE_TOO} hint={forced.map(({ name }) => FORCE[name]).filter(Boolean).join(" ")} onChange={(inUse) => review.choose({ inUse })} />
        )}
        {threads && (
          <Check checked={options.threads} title={THREADS_TOO} hint="LangChain would leave their threads behind." onChange={(threads) => review.choose({ threads })} />
        )}
        <Check checked={options.look} title="Look afterwards whether each is gone" hint={platforms.some(({ name }) => name === "kortix") ? "Kortix gives no answer that would prove it." : null} onChange={(look) => review.choose({ look })} />
      </fieldset>
    </aside>
  );
}

const FORCE: Record<string, string | undefined> = {
  foundry: "Azure AI Foundry ends active sessions first.",
  eliza: "elizaOS deletes a running agent as it is.",
  kortix: "On Kortix a default agent is made an ordinary one first.",
};

function Radio({ review, value, title, hint }: { readonly review: Review; readonly value: "folder" | "zip" | "none"; readonly title: string; readonly hint: string | null }) {
  const chosen = review.options.value.backup === value;
  return (
    <label class="check">
      <input type="radio" name="backup" checked={chosen} onChange={() => review.choose({ backup: value })} />
      <span>{title}{hint !== null && chosen && <span class="hint">{hint}</span>}</span>
    </label>
  );
}

function Check({ checked, title, hint, onChange }: { readonly checked: boolean; readonly title: string; readonly hint: string | null; readonly onChange: (checked: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{title}{hint && <span class="hint">{hint}</span>}</span>
    </label>
  );
}
