/** Two short tones, only after the visitor has done something in the frame: before that browsers stay silent and so do we. */
export class Sound {
  private context: AudioContext | null = null;

  constructor(private readonly muted: () => boolean) {
    const wake = (): void => {
      this.context ??= new AudioContext();
      void this.context.resume();
    };
    addEventListener('pointerdown', wake, { once: true });
    addEventListener('keydown', wake, { once: true });
  }

  play(): void {
    const context = this.context;
    if (context === null || context.state !== 'running' || this.muted()) {
      return;
    }
    this.tone(context, 660, 0);
    this.tone(context, 880, 0.12);
  }

  private tone(context: AudioContext, frequency: number, delay: number): void {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const start = context.currentTime + delay;
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.25);
  }
}
