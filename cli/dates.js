// @ts-check
// Durations and dates, as they are given on a command line and in the configuration.

import ms from "ms";
import { wrongUse } from "./exit-codes.js";

/**
 * Milliseconds of a duration such as `30d`, `2h`, `60s`. A number without a unit is refused: it may mean anything.
 *
 * @param {string} text
 * @param {string} name What messages call it.
 */
export function duration(text, name) {
  const value = /^\d+(\.\d+)?\s*[a-z]+$/i.test(text) ? ms(/** @type {import("ms").StringValue} */ (text)) : undefined;
  if (value === undefined || !Number.isFinite(value)) {
    throw wrongUse(`${name} must be a duration with a unit, such as 30d, 2h or 60s, not "${text}".`);
  }
  return Math.round(value);
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date; a day begins at midnight UTC.
 *
 * @param {string} text
 * @param {string} name What messages call it.
 */
export function date(text, name) {
  const [, year, month, day] = ISO.exec(text) ?? [];
  const value = Date.parse(text);
  // A day that the month does not have would else be one of the next month.
  const exists = year !== undefined && new Date(Date.UTC(+year, +month - 1, +day)).getUTCDate() === +day;
  if (!exists || Number.isNaN(value)) {
    throw wrongUse(`${name} must be a date such as 2026-01-31 or 2026-01-31T08:00Z, not "${text}".`);
  }
  return value;
}

/** How long ago, in one unit. @param {string | null} when ISO 8601 @param {number} now */
export function age(when, now) {
  const passed = when === null ? Number.NaN : now - Date.parse(when);
  return Number.isNaN(passed) ? "–" : ms(Math.max(0, passed));
}
