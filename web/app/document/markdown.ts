import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const marked = new Marked({
  gfm: true,
  renderer: {
    // A picture would be fetched from wherever a source wants it to be: its words stand for it.
    image: ({ text }) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  },
});

/** What a text may consist of; nothing of it loads or runs anything. */
const allowedTags = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li'],
  ...['strong', 'em', 'del', 's', 'sub', 'sup', 'kbd', 'mark', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];

/**
 * Markdown as sanitised HTML. The text comes from a model and, through sources, from anybody: scripts, styles, forms, frames and
 * anything that would be fetched are left out.
 */
export function markdownAsHtml(text: string): string {
  return DOMPurify.sanitize(marked.parse(text, { async: false }), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['href', 'title', 'start', 'align'],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
