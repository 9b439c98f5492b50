/** Invalid settings. The message has one line for each fault. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** `name: received …; supply …` */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}
