import { s } from './dom.js';

const points = 40;
const fewest = 5;

/** The last values of a rate, a second each. */
export function sparkline() {
  const line = s('path', { class: 'spark-line' });
  const area = s('path', { class: 'spark-area' });
  const node = s('svg', { class: 'spark', viewBox: `0 0 ${points - 1} 20`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, area, line);
  const values = [];
  let last = 0;
  return { node, add };

  function add(value) {
    // Events come more often than once a second.
    if (performance.now() - last < 900) {
      return;
    }

    last = performance.now();
    values.push(value);
    values.splice(0, values.length - points);
    const most = Math.max(...values, 1e-9);
    const step = (points - 1) / (values.length - 1);
    const path = values.map((value, index) => `${(index * step).toFixed(2)},${(19 - 17 * value / most).toFixed(2)}`).join('L');
    const isEnough = values.length >= fewest;
    line.setAttribute('d', isEnough ? `M${path}` : '');
    area.setAttribute('d', isEnough ? `M0,20L${path}V20Z` : '');
  }
}
