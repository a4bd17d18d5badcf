// "The platform asked for patience": a wait that is told, and counts down where its end is known.

import { useEffect, useState } from "preact/hooks";
import { duration } from "../words/time";
import type { Pause } from "./pause";

/** @param brief Where there is little room. */
export function PauseNote({ pause, who, brief = false }: { readonly pause: Pause; readonly who?: string; readonly brief?: boolean }) {
  const now = useNow(1000);
  const left = pause.until === null ? null : pause.until - now;
  if (brief) return <span class="pause">{left !== null && left > 0 ? `Asked to wait ${duration(left)}` : "Asked to wait"}</span>;
  return (
    <span class="pause">
      {who ?? "It"} asked to slow down: {left !== null && left > 0 ? `waiting ${duration(left)}` : `waiting since ${duration(now - pause.since)}`}
    </span>
  );
}

/** The time, every so often. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
