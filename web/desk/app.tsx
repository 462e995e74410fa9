import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Api, ApiError } from '../shared/api.ts';
import { IdleWatch } from '../shared/idle-dialog.tsx';
import { LanguageSwitch } from '../shared/language-switch.tsx';
import type { Now } from '../shared/now.ts';
import { listenReader } from '../shared/reader.ts';
import type { Kiosk } from '../shared/settings.ts';
import { Taegeuk } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Cards } from './cards.tsx';
import { Devices } from './devices.tsx';
import { Entries } from './entries.tsx';
import { type Kit, KitProvider } from './kit.ts';
import { Report } from './report.tsx';
import { SignIn, SignOut } from './sign-in.tsx';
import { Today } from './today.tsx';
import { Tours } from './tours.tsx';

const VIEWS = ['entries', 'today', 'cards', 'tours', 'kiosks', 'report'] as const;
type View = (typeof VIEWS)[number];

/** Minutes without a touch after which nobody is signed in; the last twenty seconds ask. */
const IDLE_SECONDS = 15 * 60 - 20;

const viewNow = (): View => VIEWS.find(view => location.hash === `#${view}`) ?? 'entries';

/** The desk of somebody who is signed in. */
const Signed = ({ kit, onLeave }: { kit: Kit; onLeave(): void }) => {
  const { say } = useVoice();
  const [view, setView] = useState<View>(viewNow);
  const [card, setCard] = useState<string>();
  const [sought, seek] = useState<string>();
  useEffect(() => {
    if (view !== 'today') seek(undefined);
  }, [view]);
  useEffect(() => {
    const follow = () => setView(viewNow());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const show = (cardId: string) => {
    setCard(cardId);
    location.hash = 'cards';
  };
  // A card on the reader opens what is known of it, wherever the desk is.
  useEffect(() => {
    const { stop } = listenReader(kit.kiosk.settings.card, {
      card: show,
      again: () => undefined,
      half: () => undefined,
    });
    return stop;
  }, []);
  return (
    <KitProvider value={kit}>
      <div class="desk" data-step={view}>
        <header class="desk-head">
          <Taegeuk />
          <nav aria-label={say('desk.title')}>
            {VIEWS.map(each => (
              <a key={each} href={`#${each}`} aria-current={each === view ? 'page' : undefined}>
                {say(`desk.view.${each}`)}
              </a>
            ))}
          </nav>
          <LanguageSwitch />
          <SignOut name={kit.staff} onPress={onLeave} />
        </header>
        <main class="desk-main">
          {view === 'entries' ? <Entries /> : null}
          {view === 'today' ? <Today card={sought} /> : null}
          {view === 'cards' ? (
            <Cards
              card={card}
              onCard={setCard}
              onVisits={cardId => {
                seek(cardId);
                location.hash = 'today';
              }}
            />
          ) : null}
          {view === 'tours' ? <Tours onCard={show} /> : null}
          {view === 'kiosks' ? <Devices /> : null}
          {view === 'report' ? <Report /> : null}
        </main>
        <IdleWatch seconds={IDLE_SECONDS} onGone={onLeave} />
      </div>
    </KitProvider>
  );
};

/** The desk: a sign-in, or what the staff do. When the hall says that nobody is signed in, the sign-in is there at once. */
export const App = ({ api, now, kiosk }: { api: Api; now: Now; kiosk: Kiosk }) => {
  const { say } = useVoice();
  const [staff, setStaff] = useState<string | null>();
  const [left, setLeft] = useState(false);
  const session = useRef(0);
  const leaving = useRef<Promise<unknown>>(Promise.resolve());
  const guarded = useMemo<Api>(
    () => ({
      ...api,
      call: (route, asked) => {
        // An answer to somebody who has left must not throw out who came after.
        const asking = session.current;
        return api.call(route, asked).catch((error: unknown) => {
          if (error instanceof ApiError && error.code === 'not-signed-in' && asking === session.current) {
            setLeft(true);
            setStaff(null);
          }
          throw error;
        });
      },
    }),
    [api],
  );
  useEffect(() => {
    const ask = async () => {
      try {
        setStaff((await api.call('GET /api/desk/me')).name);
      } catch {
        setStaff(null);
      }
    };
    void ask();
  }, []);
  const kit = useMemo<Kit>(() => ({ api: guarded, now, kiosk, staff: staff ?? '' }), [guarded, staff]);
  const leave = useMemo(
    () => () => {
      session.current += 1;
      setStaff(null);
      setLeft(true);
      leaving.current = api
        .call('POST /api/desk/sign-out', { body: {} })
        .catch((error: unknown) => console.warn('sign-out', String(error)));
    },
    [api],
  );
  if (staff === undefined) return <p data-step="loading">{say('desk.loading')}</p>;
  if (staff === null)
    return (
      <SignIn
        api={api}
        note={left ? 'left' : undefined}
        // A sign-out still on its way would end the session that begins now.
        before={() => leaving.current}
        onSigned={name => {
          session.current += 1;
          setLeft(false);
          setStaff(name);
        }}
      />
    );
  return <Signed kit={kit} onLeave={leave} />;
};
