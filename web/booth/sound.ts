import { LANGUAGE_TAGS, type Language } from '../../functions/texts/languages.ts';

let context: AudioContext | undefined;

/** A short tone, `pitch` in hertz; a kiosk without sound stays silent. */
export const tone = (pitch: number, seconds = 0.14): void => {
  context ??= typeof AudioContext === 'undefined' ? undefined : new AudioContext();
  if (!context) return;
  const at = context.currentTime;
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + seconds);
};

/** Says a word aloud where the kiosk has a voice of that language. */
export const sayAloud = (text: string, language: Language): void => {
  const voice = globalThis.speechSynthesis
    ?.getVoices()
    .find(each => each.lang.startsWith(LANGUAGE_TAGS[language].slice(0, 2)));
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.speak(words);
};
