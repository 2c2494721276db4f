import type { ComponentChildren, VNode } from 'preact';

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"']+[^\s<>"'.,;:!?)\]]/gi;
const TAGS = new Set(['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'a']);
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;

function Link({ href, children }: { href: string; children: ComponentChildren }): VNode {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

/** Plain text with its addresses made links. */
export function linked(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(end, match.index));
    const address = match[0];
    parts.push(<Link href={address.startsWith('www.') ? `https://${address}` : address}>{address}</Link>);
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}

/** An agent's HTML, which the service has sanitised, built anew from a short list of tags: nothing else can ever be shown. */
export function rich(html: string): ComponentChildren {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return [...body.childNodes].map(built);
}

function built(node: Node): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) {
    return node.textContent;
  }
  if (!(node instanceof HTMLElement)) {
    return null;
  }
  const tag = node.tagName.toLowerCase();
  if (tag === 'script' || tag === 'style') {
    return null;
  }
  const children = [...node.childNodes].map(built);
  if (!TAGS.has(tag)) {
    return children;
  }
  if (tag === 'a') {
    const href = node.getAttribute('href') ?? '';
    return SAFE_LINK.test(href) ? <Link href={href}>{children}</Link> : children;
  }
  const Tag = tag as 'p';
  return tag === 'br' ? <br /> : <Tag>{children}</Tag>;
}
