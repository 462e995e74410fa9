import { Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import { collect } from '../session.ts';
import type { VisitProps } from '../visit-page.tsx';

/** Brochures of companies: one touch puts one on the card. */
export const Shelf = ({ exhibits, session, act }: VisitProps) => {
  const { say } = useVoice();
  return (
    <div class="browse">
      <Title note={say('zone.business.note')}>{say('zone.business.ask')}</Title>
      <ul class="shelf">
        {exhibits.map(exhibit => {
          const taken = session.did.includes(exhibit.id);
          return (
            <li key={exhibit.id}>
              <button
                type="button"
                class="brochure"
                id={`take-${exhibit.id}`}
                aria-pressed={taken}
                onClick={() => act((now, how) => collect(now, exhibit, how))}
              >
                <strong>{exhibit.name}</strong>
                <span class="soft">{exhibit.about}</span>
                <span class="brochure-state">
                  {exhibit.promotion && <b class="label">{say('zone.promotion')}</b>}
                  {say(taken ? 'zone.collected' : 'zone.collect')}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <p class="soft" role="status">
        {session.did.length > 0 ? say('zone.collected.count', { count: session.did.length }) : ''}
      </p>
    </div>
  );
};
