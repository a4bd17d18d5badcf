// Moments and lengths of time, as people say them.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** "3 d", "5 h", "2 y": how long ago. Null for what is no date. */
export function age(date: string | null, now = Date.now()): string | null {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return null;
  const passed = now - at;
  if (passed < MINUTE) return "now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h`;
  if (passed < 365 * DAY) return `${Math.floor(passed / DAY)} d`;
  return `${(passed / (365 * DAY)).toFixed(1)} y`;
}

/** "2026-03-01", in the reader's own time zone. */
export function day(date: string | null): string | null {
  const at = date === null ? null : new Date(date);
  if (at === null || Number.isNaN(at.getTime())) return null;
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** "2026-03-01 14:05:09", in the reader's own time zone. */
export function moment(at: number): string {
  const date = new Date(at);
  return `${day(date.toISOString())} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":")}`;
}

/** "12 s", "3 min 20 s", "1 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 > 0 ? ` ${seconds % 60} s` : ""}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`;
}
