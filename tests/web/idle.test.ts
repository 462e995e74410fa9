import { describe, expect, it } from 'vitest';
import { WARNING_SECONDS, watchAt } from '../../web/shared/idle.ts';

describe('idle watch', () => {
  it('asks at least 20 seconds before it resets', () => {
    expect(WARNING_SECONDS).toBeGreaterThanOrEqual(20);
    expect(watchAt(60_000, 60)).toEqual({ is: 'asking', left: 20 });
  });
  it('says nothing while the visitor is busy', () => expect(watchAt(59_999, 60)).toEqual({ is: 'present' }));
  it('counts whole seconds down to one and then gives up', () => {
    expect(watchAt(79_001, 60)).toEqual({ is: 'asking', left: 1 });
    expect(watchAt(80_000, 60)).toEqual({ is: 'gone' });
  });
});
