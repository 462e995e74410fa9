import texts from 'virtual:hall-texts/zone';
import '../shared/kiosk.css';
import './zone.css';
import { Notice, Title } from '../shared/parts.tsx';
import { kiosk } from '../shared/settings.ts';
import { Shell, startPage } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';
import { App } from './app.tsx';
import { KitProvider, makeKit } from './kit.ts';

const NotEnrolled = () => {
  const { say } = useVoice();
  return (
    <Shell step="not-enrolled">
      <Title>{say('hall.name')}</Title>
      <Notice kind="warn">{say('kiosk.not-enrolled')}</Notice>
    </Shell>
  );
};

/** `/zone/3`; a path without a number means the zone that this kiosk was enrolled for. */
const zoneOf = (path: string, own: number | undefined): number =>
  Number(/^\/zone\/(10|[1-9])\/?$/.exec(path)?.[1] ?? own ?? 1);

const start = async () => {
  const known = kiosk();
  if (known?.kind !== 'zone') return startPage(texts, 'ko', <NotEnrolled />);
  const kit = await makeKit(known, zoneOf(location.pathname, known.zone));
  startPage(
    texts,
    'ko',
    <KitProvider value={kit}>
      <App />
    </KitProvider>,
  );
};

void start();
