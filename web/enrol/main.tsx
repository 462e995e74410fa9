import texts from 'virtual:hall-texts/enrol';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, hallApi } from '../shared/api.ts';
import { hallNow } from '../shared/now.ts';
import { Notice, Title } from '../shared/parts.tsx';
import { keepKiosk, kiosk, pageOf } from '../shared/settings.ts';
import { Shell, startPage } from '../shared/shell.tsx';
import { useVoice } from '../shared/speak.tsx';

/** `/enrol#<code>`: the code is in the fragment, which no server and no log ever sees, and leaves the address at once. */
const code = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, '', location.pathname);

const Enrol = () => {
  const { say } = useVoice();
  const [failed, setFailed] = useState<'no-code' | 'used' | 'offline'>();
  useEffect(() => {
    const known = kiosk();
    if (code === '') {
      if (known) location.replace(pageOf(known));
      else setFailed('no-code');
      return;
    }
    const enrol = async () => {
      try {
        const answer = await hallApi(hallNow(localStorage)).call('POST /api/devices/enrol', {
          body: { code, as: 'cookie' },
        });
        keepKiosk(answer);
        await navigator.storage?.persist?.();
        location.replace(pageOf(answer));
      } catch (error) {
        setFailed(error instanceof ApiError && error.code === 'offline' ? 'offline' : 'used');
      }
    };
    void enrol();
  }, []);
  return (
    <Shell step={failed ? 'failed' : 'enrol'}>
      <Title>{say('enrol.title')}</Title>
      {failed ? <Notice kind="warn">{say(`enrol.${failed}`)}</Notice> : <Notice>{say('enrol.working')}</Notice>}
    </Shell>
  );
};

startPage(texts, 'en', <Enrol />);
