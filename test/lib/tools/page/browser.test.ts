import { describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../../../lib/tools/page/browser.ts';

function machine({ paths = [] as string[], apt = false, installs = true, chromiumPath = '' }) {
  const present = new Set([...paths, ...(apt ? ['/usr/bin/apt-get'] : [])]);
  return {
    environment: { CHROMIUM_PATH: chromiumPath },
    exists: (path: string) => present.has(path),
    run: vi.fn((_command: string, args: readonly string[]) => {
      if (installs && args.includes('chromium')) present.add('/usr/bin/chromium');
      return installs;
    }),
    say: vi.fn(),
  };
}

describe('the browser of the page tests', () => {
  it('is the one that CHROMIUM_PATH names', () => {
    expect(findBrowser(machine({ chromiumPath: '/opt/c', paths: ['/opt/c', '/usr/bin/chromium'] }))).toBe(
      '/opt/c',
    );
  });

  it('is a fault where CHROMIUM_PATH names none', () => {
    expect(() => findBrowser(machine({ chromiumPath: '/opt/c', paths: ['/usr/bin/chromium'] }))).toThrow(
      'CHROMIUM_PATH must be the path of Chromium or Chrome; received "/opt/c".',
    );
  });

  it('is the one that is installed, and then nothing is installed', () => {
    const search = machine({ paths: ['/usr/bin/google-chrome'], apt: true });
    expect(findBrowser(search)).toBe('/usr/bin/google-chrome');
    expect(search.run).not.toHaveBeenCalled();
  });

  it('is installed with apt where there is none, which is announced first', () => {
    const search = machine({ apt: true });
    expect(findBrowser(search)).toBe('/usr/bin/chromium');
    expect(search.say.mock.invocationCallOrder[0]).toBeLessThan(search.run.mock.invocationCallOrder[0] ?? 0);
  });

  it.each([
    ['there is no apt', {}],
    ['apt fails', { apt: true, installs: false }],
  ])('is asked for where %s', (_, found) => {
    expect(() => findBrowser(machine(found))).toThrow(/Chromium or Chrome was not found.*set CHROMIUM_PATH/);
  });
});
