/** Keys of the screen, row by row; `{..}` are the ones that do something. */
export type LayoutName = 'ko' | 'ko-shift' | 'en' | 'en-shift' | 'signs' | 'address';

const SPACE = '{signs} {language} {left} {space} {right} {enter}';

/** Korean (두벌식), Latin, signs; and the one for addresses, with its endings. */
export const LAYOUTS: Record<LayoutName, string[]> = {
  ko: [
    '1 2 3 4 5 6 7 8 9 0',
    'ㅂ ㅈ ㄷ ㄱ ㅅ ㅛ ㅕ ㅑ ㅐ ㅔ',
    'ㅁ ㄴ ㅇ ㄹ ㅎ ㅗ ㅓ ㅏ ㅣ',
    '{shift} ㅋ ㅌ ㅊ ㅍ ㅠ ㅜ ㅡ {back}',
    SPACE,
  ],
  'ko-shift': [
    '! ? . , ~ : ; ( ) -',
    'ㅃ ㅉ ㄸ ㄲ ㅆ ㅛ ㅕ ㅑ ㅒ ㅖ',
    'ㅁ ㄴ ㅇ ㄹ ㅎ ㅗ ㅓ ㅏ ㅣ',
    '{shift} ㅋ ㅌ ㅊ ㅍ ㅠ ㅜ ㅡ {back}',
    SPACE,
  ],
  en: ['1 2 3 4 5 6 7 8 9 0', 'q w e r t y u i o p', 'a s d f g h j k l', '{shift} z x c v b n m {back}', SPACE],
  'en-shift': [
    '! ? . , ~ : ; ( ) -',
    'Q W E R T Y U I O P',
    'A S D F G H J K L',
    '{shift} Z X C V B N M {back}',
    SPACE,
  ],
  signs: ['1 2 3 4 5 6 7 8 9 0', '! ? . , : ; ~ … " \'', '( ) - & @ # % + /', '♥ ★ ☺ ✨ 🙏 👍 🎉 🇰🇷 {back}', SPACE],
  address: [
    '1 2 3 4 5 6 7 8 9 0',
    'q w e r t y u i o p',
    'a s d f g h j k l -',
    'z x c v b n m _ + {back}',
    '{left} @ . .go.kr .com .kr .org {right}',
    '@gmail.com @naver.com @korea.kr',
  ],
};
