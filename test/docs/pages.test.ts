import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Setting } from '../../lambda/core/config/setting-kinds.ts';
import { orderOptions } from '../../lib/local/blog-arguments.ts';
import { settingsTable } from '../../lib/settings/settings-table.ts';
import { stackOutputs } from '../../lib/stack/stack-names.ts';
import {
  codeBlocks,
  firstSpans,
  fragments,
  messagesOf,
  read,
  root,
  rows,
  section,
  spans,
} from './page-text.ts';

const readme = read('README.md');
const pages = [
  'README.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const documents = pages.map(read).join('\n');

describe('the README', () => {
  it('has at most 200 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  it.each(['npm ci && npm run blog -- "What is Diffusion Model and GANs"', 'npm ci && npm test'])(
    'come first and alone in a block to copy: %s',
    (command) => {
      expect(codeBlocks(section(readme, 'Try it'))).toContain(command);
      expect(readme.split('\n').indexOf(command)).toBeLessThan(40);
    },
  );

  it('links every other page in docs/', () => {
    const listed = section(readme, 'Where everything else is');
    const missing = pages.filter((page) => /^docs\/[a-z]+\.md$/.test(page) && !listed.includes(`](${page})`));
    expect(missing).toEqual([]);
  });
});

describe.each(pages.filter((page) => page.startsWith('docs/') && !page.includes('/', 5)))('%s', (page) => {
  it('names its readers in the first paragraph', () => {
    expect(read(page)).toMatch(/^# .+\n\nFor \S/);
  });
});

describe.each(pages.filter((page) => page.startsWith('docs/decisions/')))('%s', (page) => {
  it('has context, choice and consequences, on at most 40 lines', () => {
    expect(
      read(page)
        .match(/^#+ .*/gm)
        ?.slice(1),
    ).toEqual(['## Context', '## Choice', '## Consequences']);
    expect(read(page).split('\n').length).toBeLessThanOrEqual(41);
  });
});

describe('the commands of the documents', () => {
  it('are scripts of package.json, and include all of them', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...documents.matchAll(/npm (?:run (?:--silent )?([a-z][\w:]*)|(start|test)\b)/g)];
    const names = new Set(named.map(([, run, builtIn]) => run ?? builtIn));
    expect([...names].sort()).toEqual(Object.keys(scripts).sort());
  });

  it('set only settings with -c', () => {
    const names = [...documents.matchAll(/-c (\w+)=/g)]
      .map(([, name]) => name)
      .filter((name) => name !== 'name');
    expect(names).toContain('postRate');
    expect(names.filter((name) => !Object.hasOwn(settingsTable, name ?? ''))).toEqual([]);
  });

  it('set only settings in cdk.json, to valid values', () => {
    const examples = codeBlocks(documents).filter((code) => code.startsWith('{ "context"'));
    expect(examples.length).toBeGreaterThan(0);
    for (const [name, value] of examples.flatMap((code) => Object.entries(JSON.parse(code).context))) {
      const setting: Setting<unknown> | undefined = Object.entries(settingsTable).find(
        ([known]) => known === name,
      )?.[1];
      expect(setting?.read(value), name).toBeDefined();
    }
  });

  it('use only options that the commands have', () => {
    const help = ['blog', 'redrive', 'preflight', 'smoke', 'bench', 'cost', 'test-page']
      .map((name) => read(`bin/${name}.ts`))
      .concat(Object.keys(orderOptions).map((option) => `--${option}`))
      .join('\n');
    const found = [...documents.matchAll(/npm run [^`\n]*/g)].flatMap(([line]) => line.match(/ --[a-z-]+/g));
    const options = found.map((option) => option?.trim()).filter((option) => option !== undefined);
    expect(options).toContain('--async');
    expect(options.filter((option) => option !== '--silent' && !help.includes(option))).toEqual([]);
  });

  it('show the output of the commands', () => {
    const local = read('docs/local.md');
    const printed = ['bin/start.ts', 'bin/blog.ts', 'lib/local/models/stand-in-sentences.ts']
      .map(read)
      .join('\n');
    const quoted = [
      'The blog writer is ready:',
      'Ctrl-C ends it.',
      ', with the post above as generated_blog',
      'Saved as ',
    ];
    expect(quoted.filter((words) => !local.includes(words) || !printed.includes(words))).toEqual([]);
  });
});

describe('the settings table', () => {
  const settings = rows(section(read('docs/settings.md'), 'All settings'));

  it('names exactly the settings, in their order', () => {
    expect(settings.map(([name]) => name)).toEqual(Object.keys(settingsTable).map((name) => `\`${name}\``));
  });

  it.each(Object.entries<Setting<unknown>>(settingsTable))(
    'has the default, description and values of %s',
    (name, setting) => {
      const fallback = setting.default === undefined ? 'none' : `\`${setting.default}\``;
      const row = settings.find(([first]) => first === `\`${name}\``);
      expect(row?.slice(1)).toEqual([fallback, setting.description, setting.accepts]);
    },
  );

  it('has the same rows as the ten settings of the README', () => {
    const most = rows(section(readme, 'Settings'));
    expect(most).toHaveLength(10);
    expect(
      most.filter((row) => !settings.some((setting) => row.every((cell, at) => cell === setting[at]))),
    ).toEqual([]);
  });
});

describe('a default that another page quotes', () => {
  const inMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };
  const times = [...read('docs/requests.md').matchAll(/(\d+) (ms|s|min|h)\b[^|;(]*\(`(\w+Ms)`\)/g)].map(
    ([, figure, unit = '', name = '']) => [name, Number(figure) * (inMs[unit] ?? 0)] as const,
  );
  /** The times that are not settings, by name. */
  const constants = new Map(
    ['job', 'next-step', 'request-post'].flatMap((file) =>
      [...read(`lambda/core/job/${file}.ts`).matchAll(/const (\w+Ms) = ([\d_ *]+);/g)].map(
        ([, name, factors = '']) => [
          name,
          factors
            .replaceAll('_', '')
            .split('*')
            .reduce((product, factor) => product * Number(factor), 1),
        ],
      ),
    ),
  );

  it('is of these times', () => {
    expect(times.map(([name]) => name)).toEqual([
      ...['deadlineMs', 'handoverReserveMs', 'modelAttemptBaseMs', 'modelAttemptPerTokenMs', 'saveRetryMs'],
      ...['workerDeadlineMs', 'modelReadTimeoutMs', 'leaseMarginMs', 'duplicateWindowMs'],
      ...['workerLifetimeMs', 'takeoverWindowMs', 'jobLifetimeMs'],
    ]);
  });

  it.each([
    ...times,
    [
      'dailyTokenBudget',
      Number(/With `auth` `none` it is ([\d,]+)/.exec(read('docs/costs.md'))?.[1]?.replaceAll(',', '')),
    ] as const,
  ])('is that of the code: %s, %d', (name, value) => {
    const setting: Setting<unknown> | undefined = settingsTable[name as keyof typeof settingsTable];
    expect(setting?.default ?? constants.get(name)).toBe(value);
  });
});

describe('the deployment', () => {
  it('shows exactly the outputs, as CDK sorts them', () => {
    const shown = [
      ...section(read('docs/deploy.md'), 'The outputs of a deploy').matchAll(/^ *BlogWriter\.(\w+) = /gm),
    ];
    expect(shown.map(([, name]) => name)).toEqual(Object.values(stackOutputs).sort());
  });

  it('describes each kind of authorization', () => {
    const kinds = rows(section(readme, 'Who may call')).map(([kind = '']) => spans(kind)[0]);
    expect(kinds.join(' or ')).toBe(settingsTable.auth.accepts);
  });
});

describe('the troubleshooting', () => {
  const troubleshooting = read('docs/troubleshooting.md');
  const own = messagesOf('bin', 'lib', 'lambda');

  it.each(['When a command of this project stops', 'When a request fails'])(
    'quotes messages of the code: %s',
    (heading) => {
      const quoted = firstSpans(section(troubleshooting, heading)).map((span) =>
        span.replace('urn:blog-writer:problem:', ''),
      );
      expect(quoted.length).toBeGreaterThan(0);
      expect(quoted.flatMap(fragments).filter((part) => !own.includes(part))).toEqual([]);
    },
  );

  it('quotes messages of the installed CDK', () => {
    const cdk = read('node_modules/aws-cdk/lib/index.js');
    const quoted = firstSpans(section(troubleshooting, 'When CDK stops'));
    expect(quoted.length).toBeGreaterThan(0);
    expect(quoted.flatMap(fragments).filter((part) => !cdk.includes(part))).toEqual([]);
  });
});

describe.each(pages)('the links of %s', (page) => {
  const targetsOf = (path: string): string[] =>
    [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const anchorsOf = (path: string): string[] =>
    [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    );
  const local = targetsOf(page).filter((target) => !/^https?:/.test(target));

  it('have existing targets', () => {
    const broken = local.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('use only https', () => {
    expect(targetsOf(page).filter((target) => target.startsWith('http:'))).toEqual([]);
  });
});
