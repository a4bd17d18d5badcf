// A dialog over the page. The browser keeps the focus in it, and gives it back to where it was.

import { useEffect, useId, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { CloseIcon } from "./icons";

interface Props {
  readonly title: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly class?: string;
  /** Below the title, in sight whatever is scrolled. */
  readonly head?: ComponentChildren;
}

export function Dialog({ title, onClose, children, foot, head, class: name = "" }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const { activeElement } = document;
    dialog.current?.showModal();
    // What is read first is what it is about; no button is a keypress away.
    heading.current?.focus();
    return () => {
      if (activeElement instanceof HTMLElement && activeElement.isConnected) activeElement.focus();
    };
  }, []);
  return (
    <dialog
      class={name}
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
        <button type="button" class="quiet square" onClick={onClose} aria-label="Close"><CloseIcon /></button>
      </header>
      {head}
      <div class="dialog-body" tabIndex={0} role="group" aria-labelledby={id}>{children}</div>
      {foot && <footer class="dialog-foot">{foot}</footer>}
    </dialog>
  );
}
