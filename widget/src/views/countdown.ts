/** Counts seconds by time stamps, so that a hidden or sleeping tab counts on. */
export class Countdown {
  private counted = 0;
  private since: number | null = null;

  /** `seconds` to count; `now` tells milliseconds. */
  constructor(
    readonly seconds: number,
    private readonly now: () => number = Date.now,
  ) {}

  get running(): boolean {
    return this.since !== null;
  }

  /** Seconds left, never below zero. */
  get left(): number {
    const running = this.since === null ? 0 : this.now() - this.since;
    return Math.max(0, this.seconds - (this.counted + running) / 1000);
  }

  get over(): boolean {
    return this.left === 0;
  }

  start(): void {
    this.since ??= this.now();
  }

  pause(): void {
    if (this.since !== null) this.counted += this.now() - this.since;
    this.since = null;
  }

  reset(): void {
    this.counted = 0;
    this.since = null;
  }
}
