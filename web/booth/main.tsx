import texts from 'virtual:hall-texts/booth';
import '../shared/kiosk.css';
import './booth.css';
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

const begin = async () => {
  const known = kiosk();
  if (known?.kind !== 'booth') return startPage(texts, 'ko', <NotEnrolled />);
  const kit = await makeKit(known);
  startPage(
    texts,
    'ko',
    <KitProvider value={kit}>
      <App />
    </KitProvider>,
  );
};

void begin();
