// A choice with its label.

import { useId } from "preact/hooks";

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, text: string])[];
  readonly onChoose: (value: T) => void;
  /** The label is for screen readers alone. */
  readonly bare?: boolean;
}

export function Select<T extends string>({ label, value, choices, onChoose, bare = false }: Props<T>) {
  const id = useId();
  return (
    <span class="select">
      <label class={bare ? "unseen" : "select-label"} for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {choices.map(([choice, text]) => <option key={choice} value={choice}>{text}</option>)}
      </select>
    </span>
  );
}
