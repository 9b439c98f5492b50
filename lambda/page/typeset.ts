import { micromark } from 'micromark';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import { gfmStrikethrough, gfmStrikethroughHtml } from 'micromark-extension-gfm-strikethrough';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { Markup } from './markup.ts';

/** HTML in the text is escaped. */
const textOnly = { disable: { null: ['htmlFlow', 'htmlText'] } };

// A single tilde also stands in ranges: 5~10.
const extensions = [gfmTable(), gfmStrikethrough({ singleTilde: false }), cjkFriendlyExtension(), textOnly];
const htmlExtensions = [gfmTableHtml(), gfmStrikethroughHtml()];

/**
 * A post's Markdown as HTML: CommonMark with tables and strikethrough, and with emphasis between Chinese, Japanese and
 * Korean characters. No image is loaded. micromark escapes everything else and drops unsafe links
 * (https://github.com/micromark/micromark#security).
 */
export function typeset(markdown: string): Markup {
  const text = micromark(markdown, { extensions, htmlExtensions })
    // Wide ones scroll, so they must be reachable with the keyboard.
    .replace(/<(pre|table)>/g, '<$1 tabindex="0">')
    .replace(/<a .*?<\/a>|<img .*?>/gs, mendLink);
  return new Markup(text);
}

const image = /<img src="(.*?)" alt="(.*?)".*?>/gs;
/** A link within the post, which has no targets, or to an unsafe address, which micromark leaves empty. */
const deadLink = /^<a href="(?:#.*?)?".*?>(.*)<\/a>$/s;

/** An image becomes a link to it, or within a link its description. A link that leads nowhere becomes its text. */
function mendLink(tag: string): string {
  const linked = tag.replace(image, (_, address: string, description: string) => {
    const text = description || address;
    return tag.startsWith('<a ') ? text : `<a href="${address}">${text}</a>`;
  });
  return linked.replace(deadLink, '$1');
}
