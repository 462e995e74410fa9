import { useState } from 'preact/hooks';
import { seoulDay } from '../../functions/platform/clock.ts';
import { duration, number } from '../../functions/texts/dates.ts';
import { LANGUAGE_NAMES, type Language } from '../../functions/texts/languages.ts';
import { Notice } from '../shared/parts.tsx';
import { useVoice } from '../shared/speak.tsx';
import { Bars } from './charts.tsx';
import { type Day, summed } from './figures.ts';
import { useKit, useReading, useTrouble } from './kit.ts';

/** Figures of some days, without people in them: charts, and the same as CSV. */
export const Report = () => {
  const { say, language } = useVoice();
  const { api, now } = useKit();
  const trouble = useTrouble();
  const [from, setFrom] = useState(() => seoulDay(now.ms() - 6 * 86_400_000));
  const [to, setTo] = useState(() => seoulDay(now.ms()));
  const read = useReading(
    async () => (await api.call('GET /api/desk/report', { query: { from, to } })) as { days: Day[] },
    `${from} ${to}`,
    60_000,
  );
  const said = (count: number) => say('desk.report.count', { count });
  const sums = summed(read.value?.days ?? []);
  return (
    <section aria-labelledby="report-title" data-view="report">
      <div class="view-head">
        <h1 id="report-title">{say('desk.report')}</h1>
        <label for="report-from">{say('desk.report.from')}</label>
        <input
          id="report-from"
          class="field"
          type="date"
          value={from}
          max={to}
          onInput={event => event.currentTarget.value !== '' && setFrom(event.currentTarget.value)}
        />
        <label for="report-to">{say('desk.report.to')}</label>
        <input
          id="report-to"
          class="field"
          type="date"
          value={to}
          min={from}
          onInput={event => event.currentTarget.value !== '' && setTo(event.currentTarget.value)}
        />
        <a
          class="button plain"
          href={`/api/desk/report?${new URLSearchParams({ from, to, format: 'csv' })}`}
          download={`report-${from}-${to}.csv`}
        >
          {say('desk.report.csv')}
        </a>
      </div>
      <p class="soft">{say('desk.report.note')}</p>
      {read.trouble === undefined ? null : <Notice kind="warn">{trouble(read.trouble)}</Notice>}
      {read.value === undefined ? (
        <p class="soft">{say('desk.loading')}</p>
      ) : (
        <>
          <dl class="totals">
            <div>
              <dt>{say('desk.report.visits')}</dt>
              <dd data-total="visits">{number(language, sums.visits)}</dd>
            </div>
            <div>
              <dt>{say('desk.report.interactions')}</dt>
              <dd>{number(language, sums.interactions)}</dd>
            </div>
            <div>
              <dt>{say('desk.report.left-out')}</dt>
              <dd>{number(language, sums.leftOut)}</dd>
            </div>
          </dl>
          <div class="charts">
            <Bars
              title={say('desk.report.days')}
              none={say('desk.report.none')}
              bars={read.value.days.map(({ day, visits }) => ({ name: day, value: visits, said: said(visits) }))}
            />
            <Bars
              title={say('desk.report.zones')}
              none={say('desk.report.none')}
              bars={sums.zones.map(([zone, visits]) => ({
                name: say('desk.kind.zone', { zone }),
                value: visits,
                said: said(visits),
              }))}
            />
            <Bars
              title={say('desk.report.dwell')}
              none={say('desk.report.none')}
              bars={sums.dwell.map(([zone, seconds]) => ({
                name: say('desk.kind.zone', { zone }),
                value: seconds,
                said: duration(language, seconds),
              }))}
            />
            <Bars
              title={say('desk.report.languages')}
              none={say('desk.report.none')}
              bars={sums.languages.map(([name, visits]) => ({
                name: LANGUAGE_NAMES[name as Language] ?? name,
                value: visits,
                said: said(visits),
              }))}
            />
            <Bars
              title={say('desk.report.exhibits')}
              none={say('desk.report.none')}
              bars={sums.exhibits.map(([name, visits]) => ({ name, value: visits, said: said(visits) }))}
            />
          </div>
        </>
      )}
    </section>
  );
};
