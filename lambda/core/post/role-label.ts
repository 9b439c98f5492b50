/** The role words in the headers of every template. Some templates have more. */
export const headerRoles = 'assistant|user|system|model';

/** The roles in a conversation, as prompts and models label turns. */
const roles = 'human|user|system|(?:ai )?assistant|ai|bot';

/** A label at the beginning of a line. */
export interface RoleLabel {
  /** The role in lower case; `assistant` for `AI assistant`. */
  role: string;
  /** Such as `**Human:**`. */
  written: string;
  /** The offset after the label. */
  end: number;
}

// French has a space before it that does not break, Chinese one of its own width.
const colon = String.raw`[^\S\n\r]?[:：]`;

// `Human:`, `**Human:**`, `**Human**:`, `### Human:`, `Human ：`; not `system://`.
const label = new RegExp(
  String.raw` {0,3}((?:#{1,6} )?([*_]{0,3})(${roles})(?:${colon}\2|\2${colon})(?!\/\/))`,
  'iy',
);

/** The role label at an offset, which must be the beginning of a line or of a generation. */
export function readRoleLabel(text: string, offset: number): RoleLabel | undefined {
  label.lastIndex = offset;
  const match = label.exec(text);
  if (match === null) return undefined;
  const [, written = '', , role = ''] = match;
  return { role: role.toLowerCase().replace('ai assistant', 'assistant'), written, end: label.lastIndex };
}

const anyLabel = new RegExp(`(${roles})[*_]{0,3}${colon}`, 'giu');
const endOfWord = /[\p{L}\p{N}]$/u;
const labelOfPrompt = /^(?:H(?:uman|UMAN)|A(?:ssistant|SSISTANT))\b/;
const endOfPhrase = /[^\p{L}\p{M}\p{N}\s]\s*$/u;

/**
 * The labels that a caller's text may contain: `none`; or `first`, one at its beginning, as in a title (`Human: a
 * history`), or one that ends a phrase (`Operating system: the basics`), except the prompt's own `Human:` and
 * `Assistant:`, and any second label.
 */
export type AllowedLabels = 'none' | 'first';

/** The first label in a caller's text that a model could read as a turn. */
export function findRoleLabel(text: string, allowed: AllowedLabels): string | undefined {
  const found = findLabels(text).filter(({ index }) => allowed === 'none' || index > 0);
  const turn =
    allowed === 'none' || found.length > 1
      ? found[0]
      : found.find(
          ({ 0: written, index }) => labelOfPrompt.test(written) || endOfPhrase.test(text.slice(0, index)),
        );
  return turn?.[0];
}

function findLabels(text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  anyLabel.lastIndex = 0;
  for (let match = anyLabel.exec(text); match !== null; match = anyLabel.exec(text)) {
    // Not a lookbehind: V8 takes a millisecond to compile the Unicode classes, and few texts have a label.
    if (!endOfWord.test(text.slice(0, match.index))) found.push(match);
    else anyLabel.lastIndex = match.index + 1;
  }
  return found;
}
