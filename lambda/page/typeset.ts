import { micromark } from 'micromark';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { Markup } from './markup.ts';

/** HTML in the text is escaped, and no image is loaded. */
const textOnly = { disable: { null: ['htmlFlow', 'htmlText', 'labelStartImage'] } };

const extensions = [gfmTable(), cjkFriendlyExtension(), textOnly];
const htmlExtensions = [gfmTableHtml()];

/**
 * A post's Markdown as HTML: CommonMark with tables, and with emphasis between Chinese, Japanese and Korean characters.
 * micromark escapes everything else and drops unsafe links (https://github.com/micromark/micromark#security).
 */
export function typeset(markdown: string): Markup {
  const text = micromark(markdown, { extensions, htmlExtensions });
  // Wide ones scroll, so they must be reachable with the keyboard.
  return new Markup(text.replace(/<(pre|table)>/g, '<$1 tabindex="0">'));
}
