// The plan, and below it what has to be typed: nobody confirms what is not in sight.

import { useState } from "preact/hooks";
import { Dialog } from "../view/dialog";
import { counted, shown } from "../words/text";
import { titleOf } from "../find/row";
import { closeReview } from "../view/place";
import { Confirm } from "../confirm/view";
import { OptionsView } from "./options-view";
import { PartView } from "./part-view";
import { ObstaclesView } from "./obstacles-view";
import type { Review } from "./review";

export function ReviewDialog({ review }: { readonly review: Review }) {
  const rows = review.rows.value;
  const [only] = rows;
  const where = new Set(rows.map(({ connection }) => connection));
  const production = review.production.value.length > 0;
  const [busy, setBusy] = useState(false);
  const title = rows.length === 1 && only
    ? <>Delete <bdi>“{shown(titleOf(only))}”</bdi> on {only.connection.name}?</>
    : <>Delete {counted(rows.length, "agent")} on {where.size === 1 ? [...where][0]?.name : counted(where.size, "connection")}?</>;
  return (
    <Dialog
      title={title}
      class={`dialog-plan${production ? " dialog-production" : ""}`}
      onClose={() => !busy && closeReview()}
      head={production && <p class="production-note">Production: {review.production.value.map(({ name }) => name).join(", ")}. What is deleted here is in use by people.</p>}
      foot={<Confirm review={review} onBusy={setBusy} />}
    >
      <div class="plan">
        <div class="plan-main">
          <ObstaclesView review={review} />
          {review.parts.value.map((part) => <PartView key={part.connection.key} part={part} />)}
        </div>
        <OptionsView review={review} />
      </div>
    </Dialog>
  );
}
