import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_HALL_SETTINGS } from '../../functions/platform/hall-settings.ts';
import { hallSettings, parseSettings, readSettings, SETTINGS, SettingsError } from '../../infra/settings.ts';
import { passingFolder } from './synthesized.ts';

const faults = (given: unknown): readonly string[] => {
  try {
    parseSettings(given);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
};

describe('settings', () => {
  it('have a default each, so that no file is needed', () => {
    expect(readSettings(join(passingFolder(), 'settings.json'))).toEqual(parseSettings({}));
    expect(hallSettings(parseSettings({}))).toEqual(DEFAULT_HALL_SETTINGS);
  });

  it('have an example each, and the examples together are valid', () => {
    const example: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../settings.example.json'), 'utf8'));
    expect(example).toEqual(Object.fromEntries(Object.entries(SETTINGS).map(([name, { example }]) => [name, example])));
    expect(() => parseSettings(example)).not.toThrow();
  });

  it('take single values and keep the rest of a map', () => {
    const { card, controller, ses } = parseSettings({
      card: { digits: 6 },
      controller: { name: { ko: '전시관' } },
      ses: { requireTls: true },
    });
    expect(card).toEqual({ prefix: 'EG', digits: 6 });
    expect(controller.name).toEqual({ ko: '전시관', en: DEFAULT_HALL_SETTINGS.controller.name.en });
    expect(ses).toEqual({ ...(SETTINGS.ses.default as object), requireTls: true });
  });

  it.each([
    ['a list', [], 'the whole file: one JSON object is expected'],
    ['an unknown key', { keepdays: 3 }, 'keepdays: there is no such setting'],
    ['an unknown key in a map', { card: { size: 3 } }, 'card.size: there is no such setting'],
    ['a number as text', { keepDays: '30' }, 'keepDays: a whole number from 1 to 365'],
    ['a number out of range', { backupDays: 36 }, 'backupDays: at most 35'],
    ['a stage with capitals', { stage: 'Main' }, 'stage: 1 to 12 lower-case letters and digits, a letter first'],
    ['a retention that CloudWatch does not know', { logDays: 31 }, /^logDays: one of 1, 3,/],
    ['no host name', { domain: { name: 'hall' } }, 'domain.name: a host name in lower case'],
    ['two addresses', { alarmsTo: 'a@example.org, b@example.org' }, 'alarmsTo: one mail address'],
    ['a sender with a line break', { ses: { from: 'Hall\r\nBcc: x@y.z <hall@example.org>' } }, /^ses\.from: /],
    ['a sender of another domain', { ses: { from: 'hall@example.com' } }, /is not of the identity example\.org/],
    ['a wall shorter than the visit', { keepDays: 60, wallDays: 30 }, 'wallDays: 30 is shorter than keepDays (60)'],
    ['receipts shorter than the visit', { keepDays: 60, receiptDays: 30 }, /^receiptDays: 30 is shorter/],
    ['more at once than allowed', { concurrency: { photos: 50, mails: 50 } }, /^concurrency: /],
  ])('are refused in words for %s', (_, given, words) => {
    expect(faults(given)).toEqual([typeof words === 'string' ? words : expect.stringMatching(words)]);
  });

  it('tell every fault at once', () => {
    expect(faults({ waf: 'yes', retakes: -1, colour: 'red' })).toHaveLength(3);
  });

  it('accept a single address as identity when it is the sender', () => {
    expect(faults({ ses: { identity: 'hall@example.com', from: 'Hall <hall@example.com>' } })).toEqual([]);
    expect(faults({ ses: { identity: 'hall@example.com', from: 'desk@example.com' } })).toHaveLength(1);
  });

  it('say that a file is no JSON, with its name', () => {
    const file = join(passingFolder(), 'broken.json');
    writeFileSync(file, '{"stage": ');
    expect(() => readSettings(file)).toThrow(/broken\.json cannot be used:\n {2}the whole file: no JSON/);
  });
});
