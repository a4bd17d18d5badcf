// A form whose work takes a while: one submission at a time. Its buttons stay focusable meanwhile.

import { showProblem } from "./problem.js";

/**
 * @param {HTMLFormElement} form
 * @param {(data: FormData, action: string) => Promise<void>} work `action`: the pressed button's value.
 */
export function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const { submitter } = event;
    const action = submitter instanceof HTMLButtonElement ? submitter.value : "";
    await work(new FormData(form), action).catch(showProblem);
    form.ariaBusy = "false";
  });
}
