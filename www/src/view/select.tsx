// A choice with its label.

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [value: T, text: string])[];
  readonly onChoose: (value: T) => void;
  /** The label is for screen readers alone. */
  readonly bare?: boolean;
}

export const Select = <T extends string>({ label, value, choices, onChoose, bare = false }: Props<T>) => (
  <label class="select">
    <span class={bare ? "unseen" : "select-label"}>{label}</span>
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
      {choices.map(([choice, text]) => <option key={choice} value={choice}>{text}</option>)}
    </select>
  </label>
);
