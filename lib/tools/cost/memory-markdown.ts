import { settingsTable } from '../../settings/settings-table.ts';
import { memorySizesMb } from './assumptions.ts';
import type { CostInputs } from './cost-inputs.ts';
import { billedSeconds, lambdaCost, lambdaTimes } from './lambda-cost.ts';
import { dollars, duration, table, whole } from './markdown.ts';
import { addUsage } from './usage.ts';

/** What posts that are answered at once cost by the functions' memory, and why the default is what it is. */
export function describeMemory(inputs: CostInputs): string {
  return [
    'Lambda by `memorySizeMb`, for posts answered at once. A function mostly waits for the model; the more memory it ' +
      'has, the more its waiting costs, and only its computing gets quicker:',
    memoryTable(inputs),
    memoryText(inputs),
  ].join('\n\n');
}

function memoryTable({ prices, cpu, measured, assumptions, posts }: CostInputs): string {
  const usage = addUsage([measured.acts.plain.usage, posts]);
  const rows = memorySizesMb.map((memoryMb) => {
    const times = lambdaTimes(memoryMb, cpu);
    const cost = (start: 'warm' | 'cold'): string =>
      dollars(lambdaCost(prices, usage.runs, billedSeconds(usage, times, assumptions, start), memoryMb));
    return [
      String(memoryMb),
      duration(times.computeSeconds),
      duration(times.coldStartSeconds),
      cost('warm'),
      cost('cold'),
    ];
  });
  return table(['MB', 'computing', 'a cold start adds', 'all warm', 'all cold'], rows);
}

function memoryText({ cpu, prices, measured, assumptions, posts }: CostInputs): string {
  const usage = addUsage([measured.acts.plain.usage, posts]);
  const at = (memoryMb: number) => {
    const times = lambdaTimes(memoryMb, cpu);
    return {
      ...times,
      cost: lambdaCost(prices, usage.runs, billedSeconds(usage, times, assumptions), memoryMb),
    };
  };
  const chosen = at(settingsTable.memorySizeMb.default);
  const half = at(chosen.memoryMb / 2);
  const longerWarm = half.computeSeconds - chosen.computeSeconds;
  const longerCold = longerWarm + half.coldStartSeconds - chosen.coldStartSeconds;
  return (
    `The CPU time behind it: ${cpu.requestMs} ms for a warm request, ${cpu.initMs} ms to load the code and ` +
    `${cpu.firstRequestMs} ms for the first request; it held ${cpu.maxMemoryMb} MB of memory, which leaves too little ` +
    `of 128. Measured on ${cpu.taken} with Node ${cpu.node.slice(1)} on ${cpu.machine}, without TLS: on Lambda's ` +
    `arm64 it is an estimate. With ${half.memoryMb} MB in place of the default ${chosen.memoryMb}, ${whole(posts)} ` +
    `posts cost ${dollars(chosen.cost - half.cost)} less, a warm request takes ${duration(longerWarm)} longer and a ` +
    `cold one ${duration(longerCold)}. The default favours callers who come seldom and so meet cold starts; who has ` +
    `steady traffic sets \`memorySizeMb\` ${half.memoryMb}.`
  );
}
