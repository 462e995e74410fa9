import type { ComponentChildren } from 'preact';
import { Title } from '../../shared/parts.tsx';
import { useVoice } from '../../shared/speak.tsx';
import type { KioskZone } from '../content.ts';

/** What this zone is, and "touch your card"; while nobody is there. `children`: other ways to begin. */
export const Attract = ({
  zone,
  reading,
  note,
  children,
}: {
  zone: KioskZone;
  reading: boolean;
  note?: string;
  children?: ComponentChildren;
}) => {
  const { say } = useVoice();
  return (
    <div class="attract">
      <p class="zone-number" aria-hidden="true">
        {zone.zone}
      </p>
      <div class="attract-words">
        <p class="zone-sign">{say('zone.number', { zone: zone.zone })}</p>
        <Title note={note ?? zone.about}>{zone.name}</Title>
        <p class="tap" role="status">
          <span class="tap-wave" aria-hidden="true" />
          {say(reading ? 'zone.reading' : 'zone.tap')}
        </p>
        <div class="actions">{children}</div>
      </div>
    </div>
  );
};
