import { now } from './clock.js';

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const stamp = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const count = value => whole.format(value);

/** With its noun: "1 item", "2 items". */
export const counted = (value, noun) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

export const rate = value => value >= 10 ? whole.format(Math.round(value)) : short.format(value);

export function percent(part, all) {
  const share = all > 0 ? 100 * part / all : 0;
  // What is not done is never shown as done, however little it is.
  return share > 99 && share < 100 ? `${Math.floor(share * 10) / 10}%` : `${Math.floor(share)}%`;
}

/** A length of time in its two largest units. */
export function span(milliseconds) {
  const all = Math.max(0, milliseconds);
  if (all < 1000) {
    return `${all < 10 ? short.format(all) : Math.round(all)} ms`;
  }

  if (all < 60_000) {
    return `${all < 10_000 ? (Math.floor(all / 100) / 10).toFixed(1) : Math.floor(all / 1000)} s`;
  }

  const seconds = Math.floor(all / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return days > 0 ? `${days} d ${hours} h` : hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

export const at = text => stamp.format(new Date(text));

export const time = milliseconds => clock.format(new Date(milliseconds));

export function ago(text) {
  const passed = now() - Date.parse(text);
  return passed < 5000 ? 'just now' : passed < 7 * 86_400_000 ? `${passed < 60_000 ? `${Math.floor(passed / 1000)} s` : span(passed).split(' ').slice(0, 2).join(' ')} ago` : at(text);
}

export function until(text) {
  const left = Date.parse(text) - now();
  return left <= 0 ? 'now' : `in ${span(left)}`;
}

/** How long a run goes on, or went on. */
export const lasted = run => span((run.endedAt ? Date.parse(run.endedAt) : now()) - Date.parse(run.startedAt));

/** On one line, cut. */
export function line(text, most = 160) {
  const flat = text.slice(0, most * 2).replace(/\s+/g, ' ').trim();
  return flat.length > most || text.length > most * 2 ? `${flat.slice(0, most)}…` : flat;
}

/** The attempts of an item, of those that it gets at most. */
export const attemptsOf = item => item.maxAttempts > 1 ? `${count(item.attempts)} of ${count(item.maxAttempts)}` : count(item.attempts);
