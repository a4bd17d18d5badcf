// A long list in a box that scrolls: the page itself never grows with it.

import { useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { useVirtual } from "./virtual";

interface Props<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly rowHeight: number;
  readonly row: (item: T) => ComponentChildren;
  readonly keyOf: (item: T) => string;
  readonly class?: string;
}

export function LongList<T>({ label, items, rowHeight, row, keyOf, class: name = "" }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtual({ count: items.length, rowHeight, scroller });
  return (
    <div class={`long-list ${name}`} ref={scroller} tabIndex={0} role="group" aria-label={label}>
      <ul style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ height: `${size}px`, transform: `translateY(${start}px)` }}
            >
              {row(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
