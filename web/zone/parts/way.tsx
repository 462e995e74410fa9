import { Notice, Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { VisitProps } from '../visit-page.tsx';

/** The way a card has walked so far: every zone, the walked ones with their place in the order. Nothing that names anybody. */
export const Way = ({ catalogue, session, zone }: VisitProps) => {
  const { say } = useVoice();
  const { view } = session;
  const walked = [...new Set([...(view?.zones ?? []), zone.zone])];
  const before = view?.zones.filter(each => each !== zone.zone).length ?? 0;
  const note =
    before === 0
      ? say('zone.way.none')
      : say('zone.way.note', { zones: walked.length, things: view?.interactions ?? 0 });
  return (
    <div class="way">
      <Title note={view ? note : ''}>{say('zone.way.title')}</Title>
      {!view && <Notice>{say('zone.way.offline')}</Notice>}
      {view && (
        <ol class="path">
          {catalogue.zones.map(each => {
            const place = walked.indexOf(each.zone) + 1;
            return (
              <li key={each.zone} class={place > 0 ? 'seen' : ''}>
                <span class="path-number" aria-hidden="true">
                  {each.zone}
                </span>
                <span>
                  <strong>{each.name}</strong>
                  <small>{place > 0 ? `${say('zone.way.seen')} · ${place}` : say('zone.way.open')}</small>
                </span>
              </li>
            );
          })}
        </ol>
      )}
      <p class="lead">{say('zone.way.booth')}</p>
    </div>
  );
};
