/**
 * Loaded ahead of every candidate, bare Node included: as the process exits, writes what it used to file
 * descriptor 3. A program emits `firstAnswer` after its first call, so that what follows is counted apart.
 */
const { readFileSync, writeSync } = require('node:fs');

/** User and system time of the process so far, in microseconds. */
function cpuMicros() {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return userCPUTime + systemCPUTime;
}

/**
 * The most memory the process had at once, in KB. On Linux `maxRSS` counts what the parent had as it forked too;
 * `VmHWM` begins with the program itself.
 */
function peakMemoryKb() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

let firstAnswerAt;
process.once('firstAnswer', () => {
  firstAnswerAt = cpuMicros();
});

process.once('exit', () => {
  const micros = cpuMicros();
  const usage = {
    cpuMs: micros / 1_000,
    warmCpuMs: firstAnswerAt === undefined ? null : (micros - firstAnswerAt) / 1_000,
    maxRssKb: peakMemoryKb(),
  };
  writeSync(3, JSON.stringify(usage));
});
