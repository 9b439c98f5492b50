import { UsageError } from '../../command/command-error.ts';

/** What to do with the failed jobs. */
export type RedriveAction =
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly ids: readonly string[] | 'all' }
  | { readonly kind: 'drop'; readonly ids: readonly string[] };

/** Reads the action from the command line. @throws UsageError */
export function readAction(
  { run = false, all = false, drop = false }: { run?: boolean; all?: boolean; drop?: boolean },
  positionals: readonly string[],
): RedriveAction {
  // A terminal may change the Unicode form of pasted text.
  const ids = [...new Set(positionals.map((id) => id.normalize('NFC')))];
  if (drop && (run || all)) {
    throw new UsageError('--drop does not go with --run or --all: supply one of them.');
  }
  if (drop && ids.length === 0) throw new UsageError('--drop takes the blog ids of the jobs to forget.');
  if (drop) return { kind: 'drop', ids };
  if (all && ids.length > 0) {
    throw new UsageError('--all does not go with blog ids: supply --all, or --run and the ids.');
  }
  if (all) return { kind: 'run', ids: 'all' };
  if (run && ids.length === 0) {
    throw new UsageError('--run takes the blog ids of the jobs to run again; --all runs every one.');
  }
  if (run) return { kind: 'run', ids };
  if (ids.length === 0) return { kind: 'list' };
  throw new UsageError(`Blog ids need --run or --drop before them; received ${ids.join(', ')}`);
}
