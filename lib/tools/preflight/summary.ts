import type { NamedFinding } from './finding.ts';

/** Whether nothing failed. Warnings do not count. */
export function isReady(findings: readonly NamedFinding[]): boolean {
  return findings.every(({ mark }) => mark !== 'fail');
}

/** The last line: what it all comes to. */
export function summarize(findings: readonly NamedFinding[]): string {
  const names = (mark: NamedFinding['mark']): string =>
    findings
      .filter((finding) => finding.mark === mark)
      .map(({ name }) => name)
      .join(', ');
  const warned = names('warn');
  if (!isReady(findings)) return `Not ready to deploy: fix ${names('fail')} first.`;
  return `Ready to deploy${warned === '' ? '' : `; have a look at ${warned}`}.`;
}
