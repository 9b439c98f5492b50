import { micromark } from 'micromark';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { Markup } from './markup.ts';

/** HTML of the text stays text, and no image is loaded from anywhere. */
const textOnly = { disable: { null: ['htmlFlow', 'htmlText', 'labelStartImage'] } };

const extensions = [gfmTable(), cjkFriendlyExtension(), textOnly];
const htmlExtensions = [gfmTableHtml()];

/**
 * A post's Markdown as HTML: CommonMark with tables, and with emphasis that also works between Chinese, Japanese and
 * Korean characters. micromark escapes what is not Markdown and drops links other than http, https, mailto and the
 * like (https://github.com/micromark/micromark#security).
 */
export function typeset(markdown: string): Markup {
  const text = micromark(markdown, { extensions, htmlExtensions });
  // They scroll by themselves where they are too wide, and so must be reached with the keyboard.
  return new Markup(text.replace(/<(pre|table)>/g, '<$1 tabindex="0">'));
}
