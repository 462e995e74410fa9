import { useEffect } from 'preact/hooks';
import { time } from '../../../functions/texts/dates.ts';
import { LANGUAGE_NAMES, LANGUAGE_TAGS, type Language } from '../../../functions/texts/languages.ts';
import type { CardView } from '../../../functions/visits/visit.schema.ts';
import { loadFonts } from '../../shared/fonts.ts';
import { Button, Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { useKit } from '../kit.ts';
import type { Joining } from '../lending.ts';
import { Pad } from './pad.tsx';

/** Codes of tours have these characters (no 0 and O, no 1, I and L: they are read aloud), and at least so many. */
const CODE_KEYS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LEAST = 4;
const CODE_MOST = 12;

/** Every written language, large. */
export const Languages = ({ chosen, choose }: { chosen: boolean; choose(language: Language): void }) => {
  const { language, offered, say } = useVoice();
  // Each name is written in its own letters.
  useEffect(() => offered.forEach(loadFonts), [offered]);
  return (
    <fieldset class="tongues" aria-label={say('kiosk.language')}>
      {offered.map(each => (
        <button
          type="button"
          key={each}
          class="amount"
          lang={LANGUAGE_TAGS[each]}
          aria-pressed={chosen && each === language}
          onClick={() => choose(each)}
        >
          {LANGUAGE_NAMES[each]}
        </button>
      ))}
    </fieldset>
  );
};

/** The card waits while its visitor chooses a language. */
export const AskLanguage = ({ choose }: { choose(language: Language): void }) => {
  const { say } = useVoice();
  return (
    <div class="centred">
      <Title>{say('zone.door.which')}</Title>
      <Languages chosen={false} choose={choose} />
    </div>
  );
};

/** The line of welcome, how the card works, and what is kept. */
export const Greeting = ({ greeting, offline, onDone }: { greeting: string; offline: boolean; onDone(): void }) => {
  const { say } = useVoice();
  const { keepDays } = useKit().kiosk.settings;
  return (
    <div class="greeting">
      <Title>{greeting}</Title>
      {offline && <Notice>{say('zone.door.offline')}</Notice>}
      <section class="card how">
        <h2>{say('zone.door.how')}</h2>
        <ol>
          {(['tap', 'memory', 'return'] as const).map(each => (
            <li key={each}>{say(`zone.door.how.${each}`)}</li>
          ))}
        </ol>
        <p class="soft">{say('zone.door.kept', { days: keepDays })}</p>
      </section>
      <div class="actions">
        <Button kind="main" onPress={onDone}>
          {say('zone.door.finish')}
        </Button>
      </div>
    </div>
  );
};

/** A card that is on a visit already is not lent over it without asking. */
export const InUse = ({ view, onMine, onNew }: { view: CardView; onMine(): void; onNew(): void }) => {
  const { say, language } = useVoice();
  const known = { time: time(language, view.openedAt), zones: view.zones.length };
  return (
    <div class="centred">
      <Title note={say('zone.door.in-use.note', known)}>{say('zone.door.in-use')}</Title>
      <div class="actions">
        <Button kind="main" onPress={onMine}>
          {say('zone.door.mine')}
        </Button>
        <Button onPress={onNew}>{say('zone.door.new')}</Button>
      </div>
    </div>
  );
};

/** The code of a reserved tour. */
export const TourCode = (props: { wrong: string | undefined; use(code: string): void; onBack(): void }) => {
  const { say } = useVoice();
  return (
    <>
      <Title note={say('zone.door.code.note')}>{say('zone.door.code')}</Title>
      {props.wrong !== undefined && <Notice kind="warn">{say('zone.door.code.unknown', { code: props.wrong })}</Notice>}
      <Pad
        id="tour-code"
        label={say('zone.door.code')}
        keys={CODE_KEYS}
        max={CODE_MOST}
        action={say('zone.door.code.use')}
        use={code => (code.length < CODE_LEAST ? say('zone.door.code.short') : (props.use(code) ?? undefined))}
        onBack={props.onBack}
      />
    </>
  );
};

/** A delegation joins: one card after another, counted at once. */
export const Joined = ({ joining, onDone }: { joining: Joining; onDone(): void }) => {
  const { say } = useVoice();
  const { tour, cards, waiting, code } = joining;
  return (
    <div class="centred joining">
      <Title note={tour?.name ?? say('zone.door.joining.note', { code })}>{say('zone.door.joining')}</Title>
      <p class="joined-count" aria-hidden="true">
        {cards.length}
      </p>
      <p class="lead" role="status">
        {tour ? say('zone.door.joined', { joined: tour.joined, expected: tour.expected }) : ''}
        {waiting > 0 ? ` ${say('zone.door.joined.kept', { count: waiting })}` : ''}
      </p>
      <p class="tap">
        <span class="tap-wave" aria-hidden="true" />
        {say('zone.door.next')}
      </p>
      <div class="actions">
        <Button kind="main" onPress={onDone}>
          {say('zone.door.all-here')}
        </Button>
      </div>
    </div>
  );
};

/** Cards come back here. */
export const Return = ({ last, onDone }: { last: 'returned' | 'none' | undefined; onDone(): void }) => {
  const { say } = useVoice();
  return (
    <div class="centred">
      <Title note={say('zone.door.return.note')}>{say('zone.door.return.title')}</Title>
      <p class="tap">
        <span class="tap-wave" aria-hidden="true" />
        {say('zone.tap')}
      </p>
      {last && (
        <Notice kind="good">{say(last === 'returned' ? 'zone.door.returned' : 'zone.door.returned.none')}</Notice>
      )}
      <div class="actions">
        <Button onPress={onDone}>{say('zone.door.return.end')}</Button>
      </div>
    </div>
  );
};
