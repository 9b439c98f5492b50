import { styleText } from 'node:util';
import { printableLine } from '../../command/printable.ts';
import { readAwsFailure } from '../aws-failure.ts';

/** `fail`: a deployed service would not work. `warn`: worth knowing, or not checked. */
type Mark = 'pass' | 'warn' | 'fail';

/** The result of a check. */
export interface Finding {
  readonly mark: Mark;
  /** What was found, in one line. */
  readonly text: string;
  /** What to do about it, in one line. */
  readonly next?: string;
}

/** With the name of its check. */
export interface NamedFinding extends Finding {
  readonly name: string;
}

export const pass = (text: string): Finding => ({ mark: 'pass', text });
export const warn = (text: string, next: string): Finding => ({ mark: 'warn', text, next });
export const fail = (text: string, next: string): Finding => ({ mark: 'fail', text, next });

/** Whether nothing failed. Warnings do not count. */
export function isReady(findings: readonly NamedFinding[]): boolean {
  return findings.every(({ mark }) => mark !== 'fail');
}

export function summarize(findings: readonly NamedFinding[]): string {
  const namesOf = (mark: Mark): string =>
    findings.flatMap((finding) => (finding.mark === mark ? finding.name : [])).join(', ');
  if (!isReady(findings)) return `Not ready to deploy: fix ${namesOf('fail')} first.`;
  return `Ready to deploy${namesOf('warn') === '' ? '' : `; see ${namesOf('warn')}`}.`;
}

const signs = { pass: '✓', warn: '⚠', fail: '✗' } as const;
const colors = { pass: 'green', warn: 'yellow', fail: 'red' } as const;
const nameWidth = 15;

/** A finding as the terminal shows it: a sign and a line, and the next step under it. */
export function formatFinding({ name, mark, text, next }: NamedFinding): string {
  // styleText omits colors for NO_COLOR and if the output is not a terminal.
  const sign = styleText(colors[mark], signs[mark], { stream: process.stdout });
  const line = `${sign} ${name.padEnd(nameWidth)} ${printableLine(text)}`;
  return next === undefined ? line : `${line}\n  ${' '.repeat(nameWidth)} → ${printableLine(next)}`;
}

/**
 * The finding of a read-only call that failed. A missing permission to check says nothing about the service, so it is a
 * warning; an AWS that cannot be reached is a failure.
 *
 * @param action the IAM action of the call, such as `lambda:GetAccountSettings`
 * @throws `error` itself if it is not from an AWS client
 */
export function failedCall(error: unknown, action: string, region: string): Finding {
  const { kind, name, message } = readAwsFailure(error);
  switch (kind) {
    case 'unreachable':
      return unreachable(region, message);
    case 'denied':
      return warn(
        `not checked: these credentials do not allow ${action}`,
        `allow ${action}, or check in the console`,
      );
    case 'throttled':
      return warn(`not checked: AWS throttled ${action} (${message})`, 'run this again in a minute');
    default:
      return warn(`not checked: ${action} failed (${name}: ${message})`, 'run this again');
  }
}

export function unreachable(region: string, message: string): Finding {
  return fail(
    `AWS cannot be reached in ${region} (${message})`,
    `check the network and any proxy, and that ${region} is a Region that has the service`,
  );
}
