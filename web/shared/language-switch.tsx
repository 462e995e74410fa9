import { useEffect, useState } from 'preact/hooks';
import { direction, LANGUAGE_NAMES, LANGUAGE_TAGS, type Language } from '../../functions/texts/languages.ts';
import { loadFonts } from './fonts.ts';
import { Button, Dialog } from './parts.tsx';
import { useVoice } from './speak.tsx';

/** More languages than this lie on a sheet of their own; fewer stand on the page. */
const BESIDE = 3;

const Names = ({ onChoice }: { onChoice?(): void }) => {
  const { language, offered, speak } = useVoice();
  return offered.map(each => (
    <button
      key={each}
      type="button"
      class="chip"
      lang={LANGUAGE_TAGS[each]}
      dir={direction(each)}
      aria-pressed={each === language}
      onClick={() => {
        speak(each);
        onChoice?.();
      }}
    >
      {LANGUAGE_NAMES[each]}
    </button>
  ));
};

/** A globe: the sign that says "language" to those who read none of the words around it. */
const Globe = () => (
  <svg class="globe" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19Zm0 0c5 5 5 14 0 19m0-19c-5 5-5 14 0 19M3 9h18M3 15h18" />
  </svg>
);

/** Every written language in its own words; always in reach. Many of them lie on a sheet that a globe opens. */
export const LanguageSwitch = () => {
  const { language, offered, say } = useVoice();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // Each name is written in its own letters.
    if (open) for (const each of offered) loadFonts(each as Language);
  }, [open, offered]);
  if (offered.length <= BESIDE)
    return (
      <div class="languages" role="group" aria-label={say('kiosk.language')}>
        <Names />
      </div>
    );
  return (
    <div class="languages">
      <button type="button" class="chip" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Globe />
        <span class="unseen">{say('kiosk.language')}: </span>
        {LANGUAGE_NAMES[language]}
      </button>
      {open && (
        <Dialog title={say('kiosk.language')} onCancel={() => setOpen(false)}>
          <div class="sheet" role="group" aria-label={say('kiosk.language')}>
            <Names onChoice={() => setOpen(false)} />
          </div>
          <Button kind="link" onPress={() => setOpen(false)}>
            {say('kiosk.back')}
          </Button>
        </Dialog>
      )}
    </div>
  );
};
