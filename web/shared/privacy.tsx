import { useEffect, useRef, useState } from 'preact/hooks';
import { Button, Dialog, Notice } from './parts.tsx';
import { useVoice } from './speak.tsx';

/** What of the notice is taken over; anything else (links, styles, scripts) stays behind, its words come along. */
const KEPT = new Set(['H2', 'H3', 'P', 'UL', 'OL', 'LI', 'STRONG', 'BR', 'SECTION', 'DIV', 'BDI', 'SPAN']);
const DROPPED = new Set(['SCRIPT', 'STYLE', 'FOOTER', 'HEADER', 'NAV', 'H1', 'SVG', 'TEMPLATE']);

const copy = (from: Element, into: Node): void => {
  for (const node of from.childNodes) {
    if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element) || DROPPED.has(node.tagName.toUpperCase())) continue;
    if (!KEPT.has(node.tagName)) copy(node, into);
    else {
      const mine = document.createElement(node.tagName);
      for (const name of ['lang', 'dir']) {
        const value = node.getAttribute(name);
        if (value !== null) mine.setAttribute(name, value);
      }
      copy(node, mine);
      into.appendChild(mine);
    }
  }
};

const Sheet = ({ onClose }: { onClose(): void }) => {
  const { say, language } = useVoice();
  const words = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'here' | 'offline'>('loading');
  useEffect(() => {
    const gone = new AbortController();
    const load = async () => {
      const answer = await fetch(`/privacy?language=${language}`, { signal: gone.signal, credentials: 'omit' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      // A style that comes as text breaks the hall's policy as soon as it is parsed.
      const plain = (await answer.text()).replaceAll(/<style\b[\s\S]*?<\/style>/gi, '');
      const parsed = new DOMParser().parseFromString(plain, 'text/html');
      if (!words.current) return;
      // It scrolls, so a keyboard must reach it.
      words.current.tabIndex = 0;
      words.current.lang = parsed.documentElement.lang;
      words.current.dir = parsed.documentElement.dir;
      words.current.replaceChildren();
      copy(parsed.querySelector('main') ?? parsed.body, words.current);
      setState('here');
    };
    load().catch((error: unknown) => {
      if (gone.signal.aborted) return;
      console.warn('no notice', String(error));
      setState('offline');
    });
    return () => gone.abort();
  }, [language]);
  return (
    <Dialog title={say('booth.privacy')} wide onCancel={onClose}>
      {state === 'offline' && <Notice kind="warn">{say('kiosk.offline')}</Notice>}
      <div
        ref={words}
        class="notice-text"
        data-state={state}
        aria-busy={state === 'loading'}
        role="document"
        aria-label={say('booth.privacy')}
      />
      <Button kind="main" onPress={onClose}>
        {say('kiosk.back')}
      </Button>
    </Dialog>
  );
};

/** Opens the privacy notice over the page: a kiosk leads nobody away. */
export const PrivacyLink = () => {
  const { say } = useVoice();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="link" onPress={() => setOpen(true)}>
        {say('booth.privacy')}
      </Button>
      {open && <Sheet onClose={() => setOpen(false)} />}
    </>
  );
};
