/**
 * Preloaded into every candidate, bare Node included: when the process exits, it writes the resources used to file
 * descriptor 3. A program emits `firstAnswer` after its first call, so that later calls are measured separately.
 */
const { readFileSync, writeSync } = require('node:fs');

/** User and system time of the process so far, in microseconds. */
function cpuMicros() {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  return userCPUTime + systemCPUTime;
}

/**
 * The peak memory of the process, in KB. On Linux, `maxRSS` includes that of the parent when it forked;
 * `VmHWM` starts with the program itself.
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
