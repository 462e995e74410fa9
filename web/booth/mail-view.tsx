import { useEffect, useRef } from 'preact/hooks';

/**
 * The mail as it will arrive, in a shadow of its own so that its styles and ours do not meet. The hall's policy allows no style that comes as
 * text, so the mail's own are set by hand: they are renamed before the browser parses them, then put on through the style objects.
 * `picture`: what to show for a picture that the hall does not have yet.
 */
export const MailView = ({
  html,
  label,
  picture,
}: {
  html: string;
  label: string;
  picture: (photoId: string) => string | undefined;
}) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    // It may scroll, and then a keyboard must reach it.
    host.current.tabIndex = 0;
    const shadow = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const still = html.replaceAll(/<(\/?)style\b/gi, '<$1hall-style').replaceAll(/\sstyle=/gi, ' data-hall-style=');
    const parsed = new DOMParser().parseFromString(still, 'text/html');
    const sheets = [...parsed.querySelectorAll('hall-style')].map(each => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync((each.textContent ?? '').replaceAll(/\bbody\b/g, '.mail-body'));
      each.remove();
      return sheet;
    });
    for (const each of parsed.querySelectorAll('script, meta, link, title, base')) each.remove();
    for (const link of parsed.querySelectorAll('a')) link.removeAttribute('href');
    for (const image of parsed.querySelectorAll('img')) {
      const photoId = /\/api\/photos\/([^/]+)\/preview/.exec(image.getAttribute('src') ?? '')?.[1];
      const own = photoId === undefined ? undefined : picture(decodeURIComponent(photoId));
      if (own !== undefined) image.src = own;
    }
    const body = document.createElement('div');
    body.className = 'mail-body';
    body.lang = parsed.documentElement.lang;
    body.dir = parsed.documentElement.dir || 'auto';
    const outer = parsed.body.dataset['hallStyle'];
    body.append(...parsed.body.childNodes);
    for (const each of body.querySelectorAll<HTMLElement>('[data-hall-style]')) {
      each.style.cssText = each.dataset['hallStyle'] ?? '';
      delete each.dataset['hallStyle'];
    }
    if (outer !== undefined) body.style.cssText = outer;
    // A mail is written for arm's length; here it grows to the smallest letter of the panel.
    host.current.style.zoom = String(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
    shadow.adoptedStyleSheets = sheets;
    shadow.replaceChildren(body);
  }, [html, picture]);
  return <div ref={host} class="mail-view" role="document" aria-label={label} />;
};
