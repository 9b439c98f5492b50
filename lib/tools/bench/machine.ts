import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where the figures were taken, and with which versions. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  /** Versions of the packages that the bundle is made of and with. */
  readonly packages: Readonly<Record<string, string>>;
}

/** This machine. */
export function describeMachine(): Machine {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8'),
  );
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    os: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
    packages: { ...dependencies, esbuild: devDependencies.esbuild },
  };
}

/** The machine in a line. @param date as ISO 8601 */
export function captionOf({ cpu, cores, os, node }: Machine, date: string): string {
  return `${cpu}, ${cores} cores, ${os}, Node ${node}, ${date.slice(0, 10)}`;
}
