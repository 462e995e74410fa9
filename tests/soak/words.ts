/** Names as people have them, and as nobody should be able to do harm with. Each gets its visitor's tag. */
export const NAMES = [
  '김민준',
  'Zoë Ångström',
  'محمد الأمين',
  '李雷',
  'José Ñandú',
  'Nguyễn Thị Ánh',
  'İbrahim',
  "O'Brien",
  '"Bobby" <b>Tables</b>',
  "'; DROP TABLE visits;--",
  '{{7*7}} $' + '{7*7}',
  '=HYPERLINK("x")',
  'Anna\u202egnp.exe',
  'Zero\u200bWidth\u2060Joiner',
  'Cr\r\nBcc: all',
  '%0d%0aCc: all',
  '👩‍👩‍👧‍👦 Lee',
  '__proto__',
  'null',
  'Ольга',
  'ヴィクトリア',
  '\u0000nul\u0007bell',
  'a\u0301e\u0301 combining',
  '＜script＞',
] as const;

/** What they write into the guestbook. */
export const MESSAGES = [
  '정말 좋았어요! 감사합니다.',
  'A day to remember. Thank you!',
  'شكرا جزيلا على هذا اليوم',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'line one\nline two\n\n\nline five',
  'Subject: free money\r\n\r\nBody',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿🇰🇷👨🏽‍🚀 emoji',
  '=1+1 +1 -1 @SUM(A1)',
  '\u202eright to left override',
  'https://example.invalid/?q=%0d%0a',
  'https://example.invalid/{{constructor.constructor("return 1")()}}',
  '素晴らしい展示でした',
  '. starts with a dot\n.\nand has a line of one dot',
  'From the hall\n>From quoted',
  'tab\tand\u00a0hard space',
] as const;

export const LANGUAGES = ['ko', 'en', 'zh', 'ja', 'es', 'fr', 'ar', 'ru', 'vi', 'id'] as const;
