const span = 10_000;
const shortest = 1000;

/** Items a second over the last seconds, so that the time left follows a run that changes its pace. */
export class Rate {
  samples = [];

  observe(at, done) {
    this.samples.push({ at, done });
    while (this.samples.length > 2 && at - this.samples[0].at > span) {
      this.samples.shift();
    }
  }

  /** The rate up to now; null until there is a second of it. */
  at(now) {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    return this.samples.length > 1 && now - first.at >= shortest ? Math.max(0, 1000 * (last.done - first.done) / (now - first.at)) : null;
  }
}
